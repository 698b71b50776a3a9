package main

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	mediagenv1 "mediagenexample/gen/mediagen/v1"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// download is one item of a stream, written to a file; it knows whether all of it came. It goes on over a second stream
// where the first one ended.
type download struct {
	file     *os.File
	size     int64
	checksum uint32
	complete bool
}

func newDownload(path string) (*download, error) {
	file, err := os.Create(path)
	return &download{file: file}, err
}

// event is what the events of all streams of media have in common.
type event interface {
	GetChunk() *mediagenv1.MediaChunk
	GetEnd() *mediagenv1.MediaEnd
}

func (d *download) take(e event) error {
	if chunk := e.GetChunk(); chunk != nil {
		if chunk.GetOffset() != d.size {
			return fmt.Errorf("a chunk at %d where %d was due", chunk.GetOffset(), d.size)
		}
		d.checksum = crc32.Update(d.checksum, castagnoli, chunk.GetData())
		d.size += int64(len(chunk.GetData()))
		_, err := d.file.Write(chunk.GetData())
		return err
	}
	if end := e.GetEnd(); end != nil {
		if d.size != end.GetSizeBytes() || d.checksum != end.GetCrc32C() {
			return fmt.Errorf("%s is not what the server sent", d.file.Name())
		}
		d.complete = true
		return d.file.Close()
	}
	return nil
}

func (d *download) String() string {
	state := "cut"
	if d.complete {
		state = "whole"
	}
	return fmt.Sprintf("%s, %d bytes, %s", d.file.Name(), d.size, state)
}

// stream is what the calls that stream media have in common.
type stream[E event] interface{ Recv() (E, error) }

// receive hands all events of a stream to see, which may be nil, and to the download.
func receive[E event](events stream[E], d *download, see func(E)) error {
	for {
		e, err := events.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := d.take(e); err != nil {
			return err
		}
		if see != nil {
			see(e)
		}
	}
}
