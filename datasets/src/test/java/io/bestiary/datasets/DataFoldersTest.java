package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFoldersTest {
    @TempDir
    Path home;

    @Test
    void theUsersChoiceComesBeforeTheEnvironmentAndTheCacheLast() throws IOException {
        Path chosen = Files.createDirectory(home.resolve("chosen"));
        Map<String, String> environment = Map.of("BESTIARY_DATA", "/data");
        Path cache = home.resolve(".cache/bestiary");
        assertThat(DataFolders.usual(chosen, environment, home)).containsExactly(chosen, cache);
        assertThat(DataFolders.usual(null, environment, home)).containsExactly(Path.of("/data"), cache);
        assertThat(DataFolders.usual(null, Map.of("XDG_CACHE_HOME", "/xdg"), home))
                .containsExactly(Path.of("/xdg/bestiary"));
    }

    @Test
    void refusesAChoiceThatIsNotThere() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataFolders.usual(home.resolve("nowhere"), Map.of(), home))
                .withMessage(home.resolve("nowhere") + ": must be a folder of data sets, found nothing");
    }

    @Test
    void takesTheFirstFolderThatHasAllFilesAndVerifiesThem() throws IOException {
        Path partial = Files.createDirectories(home.resolve("a/letters"));
        Path whole = Files.createDirectories(home.resolve("b/letters"));
        Files.writeString(partial.resolve("one.txt"), "a");
        Files.writeString(whole.resolve("one.txt"), "a");
        Files.writeString(whole.resolve("two.txt"), "b");
        NamedSet letters = SmallSet.set("letters", "http://localhost/", Map.of("one.txt", "a", "two.txt", "b"));
        DataFolders folders = new DataFolders(List.of(home.resolve("a"), home.resolve("b")));
        assertThat(folders.find(letters)).contains(whole);
        assertThat(folders.open(letters)).isEqualTo(whole);

        Files.writeString(whole.resolve("two.txt"), "c");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> folders.open(letters))
                .withMessage(whole.resolve("two.txt") + ": its content must have SHA-256 " + SmallSet.sha256("b")
                        + ", found " + SmallSet.sha256("c") + " (remove the file to have it downloaded again)");
    }

    @Test
    void namesTheDataSetsThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalog.find("mnits"))
                .withMessageMatching("name: must be one of \\[digits, mnist, .*], got mnits");
        assertThat(Catalog.sets())
                .allSatisfy(set -> assertThat(set.files())
                        .allSatisfy(file -> assertThat(file.sha256()).matches("[0-9a-f]{64}")));
    }
}
