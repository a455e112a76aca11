package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        for (int i = 0; i < 10; i++) {
            Pictures.write(folder.resolve("zebra/" + i + ".png"), 10 * i);
            Pictures.write(folder.resolve("ant/deep/er/" + i + ".PNG"), 20 * i);
        }
        Files.createDirectory(folder.resolve(".git"));
        Files.writeString(folder.resolve("ant/.hidden"), "passed over");
        Files.writeString(folder.resolve("README.txt"), "a note");
    }

    private ImageData open(double test, double validation) {
        return new ImageFolder(folder, test, validation, 3).open(DataFolders.of(null));
    }

    private static List<String> ids(Dataset<LabelledImage> data) {
        return IntStream.range(0, data.size()).mapToObj(i -> data.get(i).id()).toList();
    }

    private void refused(String message) {
        assertThatThrownBy(() -> open(0.2, 0.1))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void readsClassesInSortedOrderAndPicturesAtAnyDepth() {
        ImageData data = open(0, 0);
        assertThat(data.classes()).containsExactly("ant", "zebra");
        assertThat(ids(data.splits().train())).hasSize(20).isSorted().contains("ant/deep/er/7.PNG", "zebra/0.png");
        assertThat(data.trainLabels()).containsSequence(0, 1).hasSize(20);
        LabelledImage last = data.splits().train().get(19);
        assertThat(last.id()).isEqualTo("zebra/9.png");
        assertThat(last.label()).isEqualTo(1);
        assertThat(last.image().pixels()[0]).isEqualTo((byte) 90);
    }

    @Test
    void dividesClassByClassAsTheSeedSays() {
        ImageData data = open(0.2, 0.25);
        assertThat(data.testLabels()).containsExactly(0, 0, 1, 1);
        assertThat(data.validationLabels()).containsExactly(0, 0, 1, 1);
        assertThat(ids(data.splits().test()))
                .isEqualTo(ids(open(0.2, 0.25).splits().test()));
        assertThat(ids(data.splits().train()))
                .doesNotContainAnyElementsOf(ids(data.splits().test()))
                .doesNotContainAnyElementsOf(ids(data.splits().validation()));
        ImageData other = new ImageFolder(folder, 0.2, 0.25, 4).open(DataFolders.of(null));
        assertThat(ids(other.splits().test())).isNotEqualTo(ids(data.splits().test()));
    }

    @Test
    void takesTheSplitsThatAreGiven() throws IOException {
        Path given = folder.resolve("given");
        Pictures.write(given.resolve("train/a/1.png"), 1);
        Pictures.write(given.resolve("train/b/2.png"), 2);
        Pictures.write(given.resolve("test/b/3.png"), 3);
        ImageData data = new ImageFolder(given, 0.2, 0, 0).open(DataFolders.of(null));
        assertThat(ids(data.splits().train())).containsExactly("train/a/1.png", "train/b/2.png");
        assertThat(ids(data.splits().test())).containsExactly("test/b/3.png");
        Pictures.write(given.resolve("test/c/4.png"), 4);
        assertThatThrownBy(() -> new ImageFolder(given, 0.2, 0, 0).open(DataFolders.of(null)))
                .hasMessage(given.resolve("test/c") + ": must be called as one of the classes [a, b], found c");
    }

    @Test
    void hashesWhatThePicturesAre() throws IOException {
        String before = open(0, 0).sha256();
        assertThat(open(0.5, 0.1).sha256()).isEqualTo(before);
        Pictures.write(folder.resolve("ant/deep/er/1.PNG"), 33);
        assertThat(open(0, 0).sha256()).isNotEqualTo(before);
    }

    @Test
    void refusesAnEmptyClassFolder() throws IOException {
        Files.createDirectory(folder.resolve("bee"));
        refused(folder.resolve("bee") + ": must hold at least one picture, found none");
    }

    @Test
    void refusesAFileThatIsNoPictureByItsEnding() throws IOException {
        Path text = Files.writeString(folder.resolve("ant/notes.txt"), "words");
        refused(text + ": must be a picture (JPEG, PNG, GIF, BMP, TIFF, WebP), found a file ending in txt");
    }

    @Test
    void refusesAPictureBesideTheClassFolders() throws IOException {
        Path lost = Pictures.write(folder.resolve("lost.png"), 1);
        refused(lost + ": must lie in the folder of its class, found beside the class folders");
    }

    @Test
    void refusesASingleClass() throws IOException {
        Path single = folder.resolve("single");
        Pictures.write(single.resolve("only/1.png"), 1);
        assertThatThrownBy(() -> new ImageFolder(single, 0.2, 0.1, 0).open(DataFolders.of(null)))
                .hasMessage(
                        single + ": must hold a folder of pictures for each of at least two classes, found only only");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new ImageFolder(missing, 0.2, 0.1, 0).open(DataFolders.of(null)))
                .hasMessage(
                        missing + ": must be a folder with a folder of pictures for each class, found nothing there");
    }
}
