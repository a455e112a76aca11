package io.bestiary.inference.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.PixelImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A picture of any size: a file in one of the usual formats, in JSON as base64 or as a {@code data:} address, in a tensor
 * as files (BYTES, in JSON as base64) or as pixels (UINT8, (B, H, W, C), C 1 or 3).
 *
 * @param channels of the pixels that metadata speak of: 1 for grey, 3 for colour
 */
public record PictureField(String name, String about, int channels) implements Field<PixelImage> {
    /** Of pictures that come in requests, or whole in memory; those of a path may have more. */
    private static final long MOST_PIXELS = 25_000_000;

    @Override
    public Optional<PixelImage> otherwise() {
        return Optional.empty();
    }

    @Override
    public PixelImage read(JsonNode json) {
        if (!json.isTextual()) {
            throw new DataException(name + ": must be a picture in base64, got " + Shown.of(json));
        }
        return base64(json.textValue());
    }

    private PixelImage base64(String text) {
        String code = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
        try {
            return decode(Base64.getDecoder().decode(code), name);
        } catch (IllegalArgumentException e) {
            throw new DataException(name + ": must be a picture in base64, got " + Shown.of(text), e);
        }
    }

    /** A path, or the picture itself as a {@code data:} address. */
    @Override
    public PixelImage parse(String cell, Path folder) {
        return cell.startsWith("data:") ? base64(cell) : PixelImage.read(folder.resolve(cell));
    }

    @Override
    public PixelImage decode(byte[] bytes, String file) {
        return PixelImage.read(new ByteArrayInputStream(bytes), file, MOST_PIXELS);
    }

    @Override
    public PixelImage read(Tensor tensor, int item) {
        List<Long> shape = tensor.shape();
        if (tensor.datatype() == Datatype.BYTES && shape.size() == 1) {
            byte[] bytes = tensor.strings().get(item);
            return isBase64(bytes) ? base64(new String(bytes, StandardCharsets.US_ASCII)) : decode(bytes, name);
        }
        if (tensor.datatype() != Datatype.UINT8 || shape.size() != 4 || (shape.get(3) != 1 && shape.get(3) != 3)) {
            throw new DataException(name + ": must be " + tensor() + ", or picture files as BYTES [-1], got " + tensor);
        }
        int size = tensor.itemCount();
        if (size == 0) {
            throw new DataException(name + ": must have at least one pixel, got " + tensor);
        }
        return new PixelImage(
                Math.toIntExact(shape.get(2)),
                Math.toIntExact(shape.get(1)),
                Math.toIntExact(shape.get(3)),
                tensor.bytes(item * size, (item + 1) * size));
    }

    /** Whether bytes are all of the alphabet, which those of no picture file are. */
    private static boolean isBase64(byte[] bytes) {
        for (byte b : bytes) {
            if (!Character.isLetterOrDigit(b) && "+/=:;,".indexOf(b) < 0) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    @Override
    public TensorForm tensor() {
        return TensorForm.of(name, Datatype.UINT8, -1L, -1L, (long) channels);
    }

    @Override
    public boolean wholeFile() {
        return true;
    }

    @Override
    public String kind() {
        return "picture";
    }

    @Override
    public PixelImage sample() {
        return new PixelImage(8, 8, channels, new byte[64 * channels]);
    }

    /** A PNG in base64. */
    @Override
    public Object json(PixelImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture.toBufferedImage(), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "format", "byte", "description", about);
    }
}
