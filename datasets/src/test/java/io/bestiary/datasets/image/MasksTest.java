package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.TarGz;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasksTest {
    @TempDir
    private Path folder;

    private void write(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new PixelImage(width, height, 1, new byte[width * height]).toPng());
    }

    private MaskData open(double test, double validation) {
        return new MaskFolder(folder, test, validation, 0).open(DataFolders.of(null));
    }

    @Test
    void pairsPicturesAndMasksByName() throws IOException {
        for (int i = 0; i < 10; i++) {
            write("images/cell" + i + ".png", 4, 3);
            write("masks/cell" + i + ".png", 4, 3);
        }
        MaskData data = open(0.2, 0.25);
        assertThat(data.splits().test().size()).isEqualTo(2);
        assertThat(data.splits().validation().size()).isEqualTo(2);
        assertThat(data.splits().train().size()).isEqualTo(6);
        MaskedImage one = data.splits().train().get(0);
        assertThat(one.image().width()).isEqualTo(4);
        assertThat(one.id()).endsWith(".png");
    }

    @Test
    void namesAMaskThatIsMissingOrHasNoPicture() throws IOException {
        write("images/a.png", 4, 3);
        write("images/b.png", 4, 3);
        write("masks/a.png", 4, 3);
        assertThatThrownBy(() -> open(0, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("images/b.png") + ": must have a mask in " + folder.resolve("masks")
                        + " named b, found none");
        write("masks/b.png", 4, 3);
        write("masks/c.png", 4, 3);
        assertThatThrownBy(() -> open(0, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("masks/c.png") + ": must have a picture in " + folder.resolve("images")
                        + " named c, found none");
    }

    @Test
    void namesAMaskOfAnotherSize() throws IOException {
        write("images/a.png", 4, 3);
        write("masks/a.png", 3, 4);
        Dataset<MaskedImage> train = open(0, 0).splits().train();
        assertThatThrownBy(() -> train.get(0))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("masks/a.png") + ": must be of the size of its picture "
                        + folder.resolve("images/a.png") + ", 4x3, found 3x4");
    }

    @Test
    void namesFoldersAndFilesThatAreNotThereOrNotPictures() throws IOException {
        assertThatThrownBy(() -> open(0, 0))
                .hasMessage(folder.resolve("images") + ": must be a folder of pictures, found nothing there");
        Files.createDirectories(folder.resolve("images"));
        assertThatThrownBy(() -> open(0, 0))
                .hasMessage(folder.resolve("images") + ": must hold at least one picture, found none");
        Files.writeString(folder.resolve("images/notes.txt"), "no picture");
        assertThatThrownBy(() -> open(0, 0)).hasMessageContaining("notes.txt: must be a picture (");
    }

    /** A picture that is its own mask stays so, whatever is done to it at random. */
    @Test
    void movesAPictureAndItsMaskAlike() {
        byte[] pixels = new byte[16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7 % 11 < 4 ? 255 : 0);
        }
        PixelImage image = new PixelImage(16, 16, 1, pixels);
        Dataset<MaskedImage> data = Dataset.of(List.of(new MaskedImage("a", image, image)));
        ImagePreprocessor plain = new ImagePreprocessor(16, 16, 1, List.of(0.0), List.of(1.0), Resize.STRETCH);
        MaskCollator collator = new MaskCollator(data, plain, new Augmentation(2, 0, 0.5, 30, 0), 1);
        FloatBuffer first =
                (FloatBuffer) collator.collate(new int[] {0}, 0).inputs().get(0).data();
        boolean changed = false;
        for (int epoch = 0; epoch < 20; epoch++) {
            Batch batch = collator.collate(new int[] {0}, epoch);
            FloatBuffer values = (FloatBuffer) batch.inputs().get(0).data();
            FloatBuffer mask = (FloatBuffer) batch.targets().get(0).data();
            for (int i = 0; i < values.remaining(); i++) {
                assertThat(mask.get(i)).isEqualTo(values.get(i) * 255 >= 127.9 ? 1 : 0);
                changed |= values.get(i) != first.get(i);
            }
        }
        assertThat(changed).isTrue();
    }

    @Test
    void readsTheNucleiAndNamesABrokenArchive() throws IOException {
        DataFolders folders = DataFolders.of(null);
        Path archive = folders.folders().get(0).resolve("nuclei").resolve("nuclei-256-pairs.tar.gz");
        Assumptions.assumeTrue(Files.exists(archive), archive + " is not there");
        MaskData data = new Nuclei(0.2, 0.1, 0).open(folders);
        assertThat(data.splits().train().size()
                        + data.splits().validation().size()
                        + data.splits().test().size())
                .isEqualTo(334);
        MaskedImage one = data.splits().test().get(0);
        assertThat(one.image().channels()).isEqualTo(3);
        assertThat(one.mask().channels()).isEqualTo(1);
        Path broken = folder.resolve("broken.tar.gz");
        Files.write(broken, java.util.Arrays.copyOf(Files.readAllBytes(archive), 100_000));
        assertThatThrownBy(() -> TarGz.read(broken))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(broken + ": must be a whole tar.gz archive, found it broken: ");
    }
}
