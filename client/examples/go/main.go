// Makes a picture, edits it in a chat, films, reads an error, and resumes a video that it left.
//
// Usage: go run . FOLDER. The server is at MEDIAGEN_SERVER, or 127.0.0.1:50051.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc/status"

	mediagenv1 "mediagenexample/gen/mediagen/v1"
)

type example struct {
	images mediagenv1.ImageServiceClient
	chats  mediagenv1.ChatImageServiceClient
	videos mediagenv1.VideoServiceClient
	folder string
}

// makePicture asks for one JPEG, which is small enough for one message; StreamImages sends pictures of any size.
func (x *example) makePicture(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 11*time.Minute)
	defer cancel()
	answer, err := x.images.GenerateImages(ctx, &mediagenv1.GenerateImagesRequest{
		RequestId: rand.Text(), // Asked for twice, it is paid once.
		Spec: &mediagenv1.ImageSpec{
			Prompt:         "a lighthouse in a storm",
			OutputMimeType: "image/jpeg",
		},
	})
	if err != nil {
		return nil, err
	}
	for _, result := range answer.GetResults() {
		picture := result.GetImage()
		if picture == nil {
			continue
		}
		if crc32.Checksum(picture.GetData(), castagnoli) != picture.GetCrc32C() {
			return nil, errors.New("the picture is not what the server sent")
		}
		path := filepath.Join(x.folder, "picture.jpg")
		fmt.Printf("picture: %s, %d bytes, whole\n", path, len(picture.GetData()))
		return picture.GetData(), os.WriteFile(path, picture.GetData(), 0o644)
	}
	return nil, errors.New("no picture came")
}

func (x *example) editPicture(ctx context.Context, picture []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 11*time.Minute)
	defer cancel()
	message := &mediagenv1.ChatMessage{
		Role: mediagenv1.ChatRole_CHAT_ROLE_USER,
		Parts: []*mediagenv1.ChatPart{
			{Content: &mediagenv1.ChatPart_Text{Text: "make it a calm evening"}},
			{Content: &mediagenv1.ChatPart_Image{
				Image: &mediagenv1.Media{Content: &mediagenv1.Media_Data{Data: picture}},
			}},
		},
	}
	events, err := x.chats.StreamChat(ctx, &mediagenv1.StreamChatRequest{
		RequestId: rand.Text(),
		Spec:      &mediagenv1.ChatSpec{Messages: []*mediagenv1.ChatMessage{message}},
	})
	if err != nil {
		return err
	}
	d, err := newDownload(filepath.Join(x.folder, "edited.jpg"))
	if err != nil {
		return err
	}
	err = receive(events, d, nil)
	fmt.Println("edited:", d)
	return err
}

// readError prints what a refusal says for programs.
func (x *example) readError(ctx context.Context) error {
	_, err := x.images.GenerateImages(ctx, &mediagenv1.GenerateImagesRequest{
		Spec: &mediagenv1.ImageSpec{Prompt: "a lighthouse", AspectRatio: "7:3"},
	})
	reason, fields := detailsOf(err)
	fmt.Println("refused:", code.Code(status.Code(err)), reason, strings.Join(fields, " "))
	return nil
}

func (x *example) run(ctx context.Context) error {
	picture, err := x.makePicture(ctx)
	if err != nil {
		return err
	}
	if err := x.editPicture(ctx, picture); err != nil {
		return err
	}
	if err := x.makeVideo(ctx); err != nil {
		return err
	}
	if err := x.readError(ctx); err != nil {
		return err
	}
	return x.resumeVideo(ctx)
}

func main() {
	connection, err := connect()
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	x := &example{
		images: mediagenv1.NewImageServiceClient(connection),
		chats:  mediagenv1.NewChatImageServiceClient(connection),
		videos: mediagenv1.NewVideoServiceClient(connection),
		folder: os.Args[1],
	}
	if err := os.MkdirAll(x.folder, 0o755); err != nil {
		log.Fatal(err)
	}
	if err := x.run(context.Background()); err != nil {
		log.Fatal(err)
	}
}
