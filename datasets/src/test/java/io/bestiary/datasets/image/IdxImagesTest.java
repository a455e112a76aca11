package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxImagesTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path labels;

    @BeforeEach
    void writeFiles() throws IOException {
        pictures = Files.write(folder.resolve("train-images-idx3-ubyte"), pictures(20));
        labels = Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(20));
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), packed(pictures(5)));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), packed(labels(5)));
    }

    /** Pictures of 3x2 whose pixels count on. */
    private static byte[] pictures(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + 6 * count);
        bytes.putInt(0x803).putInt(count).putInt(2).putInt(3);
        for (int i = 0; i < 6 * count; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    private static byte[] labels(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            bytes.put((byte) (i % 4));
        }
        return bytes.array();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private ImageData open() {
        return new IdxImages(folder, 0.2, 0).open(DataFolders.of(null));
    }

    private void refused(Path file, String rest) {
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(rest);
    }

    @Test
    void readsPackedAndPlainFiles() {
        ImageData data = open();
        assertThat(data.classes()).containsExactly("0", "1", "2", "3");
        assertThat(data.splits().train().size()).isEqualTo(16);
        assertThat(data.validationLabels()).hasSize(4).contains(0, 1, 2, 3);
        LabelledImage last = data.splits().test().get(4);
        assertThat(last.label()).isZero();
        assertThat(last.image().width()).isEqualTo(3);
        assertThat(last.image().pixels()).containsExactly(24, 25, 26, 27, 28, 29);
    }

    @Test
    void packedOrNotTheDataAreTheSame() throws IOException {
        String before = open().sha256();
        Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), pictures(5));
        assertThat(open().sha256()).isEqualTo(before);
    }

    @Test
    void refusesAMissingFile() throws IOException {
        Files.delete(labels);
        refused(labels, "must be an IDX file, packed (.gz) or not, found nothing there");
    }

    @Test
    void refusesCountsThatDiffer() throws IOException {
        Files.write(labels, labels(19));
        refused(labels, "must have one label for each of the 20 pictures of train-images-idx3-ubyte, found 19");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Files.write(pictures, Arrays.copyOf(pictures(20), 100));
        refused(pictures, "must hold 120 bytes after its header, which says 20x2x3, found 84");
        Files.write(pictures, Arrays.copyOf(pictures(20), 10));
        refused(pictures, "must have a header of 16 bytes, found only 10");
    }

    @Test
    void refusesATruncatedOrBrokenGzipFile() throws IOException {
        Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
        byte[] whole = packed(pictures(5));
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        refused(file, "must be a whole gzip file");
        whole[whole.length - 6] ^= 1;
        Files.write(file, whole);
        refused(file, "must be a whole gzip file, found it broken");
    }

    @Test
    void refusesBytesThatFollow() throws IOException {
        Files.write(pictures, Arrays.copyOf(pictures(20), 137));
        refused(pictures, "found more");
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Files.writeString(pictures, "P5 28 28 255");
        refused(pictures, "must be an IDX file, which begins with the bytes 00 00 08 03, found 50 35 20 32");
        Files.write(pictures, labels(20));
        refused(pictures, "must have 3 dimensions, found 1");
        byte[] floats = pictures(20);
        floats[2] = 0x0d;
        Files.write(pictures, floats);
        refused(pictures, "must hold unsigned bytes (type 08), found floating-point numbers (type 0d)");
    }

    @Test
    void refusesAHeaderThatLies() throws IOException {
        byte[] vast = pictures(1);
        Arrays.fill(vast, 4, 16, (byte) 0x7f);
        Files.write(pictures, vast);
        refused(pictures, "must have between 1 and 2^31 elements");
    }

    @Test
    void refusesAClassThatTrainingLacks() throws IOException {
        byte[] test = labels(5);
        test[8 + 2] = 9;
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), packed(test));
        refused(folder.resolve("t10k-labels-idx1-ubyte"), "label 2 must be less than 4, found 9");
    }
}
