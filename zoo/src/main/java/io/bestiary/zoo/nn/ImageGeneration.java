package io.bestiary.zoo.nn;

/** Networks that draw pictures (B, C, H, W) in [-1, 1] from a latent vector (B, Z); their block is {@link Generative}. */
public interface ImageGeneration extends Architecture {

    /** Numbers in the latent vector, Z. */
    int latentSize();

    /** Channels of the picture: 1 for grey, 3 for colour. */
    int channels();

    /** Height and width of the picture in pixels. */
    int imageSize();

    /** Classes that a picture can be asked of; 0 where none can be asked for. */
    default int conditions() {
        return 0;
    }
}
