package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc/status"

	mediagenv1 "mediagenexample/gen/mediagen/v1"
)

func film(prompt string) *mediagenv1.GenerateVideoRequest {
	return &mediagenv1.GenerateVideoRequest{
		RequestId: rand.Text(),
		Spec:      &mediagenv1.VideoSpec{Prompt: prompt},
	}
}

func (x *example) makeVideo(ctx context.Context) error {
	events, err := x.videos.GenerateVideo(ctx, film("waves at night"))
	if err != nil {
		return err
	}
	d, err := newDownload(filepath.Join(x.folder, "video.mp4"))
	if err != nil {
		return err
	}
	err = receive(events, d, func(e *mediagenv1.GenerateVideoResponse) {
		if started := e.GetStarted(); started != nil {
			fmt.Println("started:", started.GetOperation()) // Keep it: it fetches the video again.
		}
	})
	fmt.Println("video:", d)
	return err
}

// resumeVideo leaves a video in the middle, and joins it again at the first byte that is missing.
func (x *example) resumeVideo(ctx context.Context) error {
	d, err := newDownload(filepath.Join(x.folder, "resumed.mp4"))
	if err != nil {
		return err
	}
	leaving, leave := context.WithCancel(ctx)
	defer leave()
	events, err := x.videos.GenerateVideo(leaving, film("a lighthouse at dawn"))
	if err != nil {
		return err
	}
	operation := ""
	err = receive(events, d, func(e *mediagenv1.GenerateVideoResponse) {
		if started := e.GetStarted(); started != nil {
			operation = started.GetOperation()
		}
		if d.size > 0 {
			leave()
		}
	})
	fmt.Printf("left: %s, %s\n", code.Code(status.Code(err)), d)

	rest, err := x.videos.WatchVideo(ctx, &mediagenv1.WatchVideoRequest{
		Operation: operation, ByteOffset: d.size,
	})
	if err != nil {
		return err
	}
	err = receive(rest, d, nil)
	fmt.Println("resumed:", d)
	return err
}
