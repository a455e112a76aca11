package io.bestiary.zoo.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SHA-256 of every file in a folder.
 *
 * <p>The file reads as {@code sha256sum -c} wants it. Its first line, a comment to that program, is the SHA-256 of the
 * lines after it, so that damage to the manifest is told from damage to the files.
 */
final class Manifest {
    static final String FILE = "manifest.sha256";
    /** Names that need no quoting anywhere and cannot leave the folder. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (" + NAME + ")\n");

    private final Path folder;
    private final Map<String, String> sums;
    private final String text;

    private Manifest(Path folder, Map<String, String> sums, String text) {
        this.folder = folder;
        this.sums = sums;
        this.text = text;
    }

    /** Writes the manifest of the files that are in a folder. */
    static void write(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : list(folder)) {
            if (Files.isRegularFile(file) && !file.endsWith(FILE)) {
                lines.append(sum(file)).append("  ").append(file.getFileName()).append('\n');
            }
        }
        Files.writeString(folder.resolve(FILE), "# " + sum(bytes(lines.toString())) + "\n" + lines);
    }

    /**
     * Reads the manifest of a folder and compares every byte of every file with it.
     *
     * @param folders names of the folders that may be beside the files
     * @throws CheckpointException naming the first file that is damaged, missing or not listed
     */
    static Manifest verify(Path folder, Set<String> folders) {
        try {
            Manifest manifest = read(folder);
            for (String name : manifest.sums.keySet()) {
                Path file = manifest.file(name);
                manifest.compare(file, sum(file));
            }
            for (Path file : list(folder)) {
                String name = file.getFileName().toString();
                boolean expected = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                        ? folders.contains(name)
                        : name.equals(FILE) || manifest.sums.containsKey(name);
                if (!expected) {
                    throw new CheckpointException(file + ": must be listed in " + FILE + ", is not");
                }
            }
            return manifest;
        } catch (IOException e) {
            throw CheckpointException.of(folder, "read", e);
        }
    }

    private static Manifest read(Path folder) throws IOException {
        String text = text(folder);
        int end = text.indexOf('\n') + 1;
        String lines = text.substring(end);
        if (!text.substring(0, end).equals("# " + sum(bytes(lines)) + "\n")) {
            throw new CheckpointException(
                    folder.resolve(FILE) + ": is damaged: its first line must be the SHA-256 of the others");
        }
        Map<String, String> sums = new TreeMap<>();
        Matcher line = LINE.matcher(lines);
        int reached = 0;
        while (line.lookingAt()) {
            if (sums.put(line.group(2), line.group(1)) != null) {
                break;
            }
            reached = line.end();
            line.region(reached, lines.length());
        }
        if (reached != lines.length()) {
            throw new CheckpointException(folder.resolve(FILE)
                    + ": must hold lines of a SHA-256 and the name of a file of this folder, once each, got "
                    + StrictJson.brief(lines.substring(reached).strip()));
        }
        return new Manifest(folder, sums, text);
    }

    private static String text(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        refuseOtherThanFile(file);
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    boolean lists(String name) {
        return sums.containsKey(name);
    }

    /** Requires files that a folder of this kind must have. */
    Manifest requiring(List<String> names) {
        for (String name : names) {
            if (!lists(name)) {
                throw new CheckpointException(folder.resolve(FILE) + ": must list " + name + ", does not");
            }
        }
        return this;
    }

    /** The content of a small file, compared once more with the manifest. */
    byte[] content(String name) {
        Path file = folder.resolve(name);
        try {
            byte[] content = Files.readAllBytes(file);
            compare(file, sum(content));
            return content;
        } catch (IOException e) {
            throw CheckpointException.of(file, "read", e);
        }
    }

    /** The SHA-256 of the manifest itself, which stands for all files of the folder. */
    String ownSum() {
        return sum(bytes(text));
    }

    /** Says whether another checkpoint has been put in the place of this one. */
    void requireUnchanged() {
        try {
            if (!text(folder).equals(text)) {
                throw new CheckpointException(folder + ": was replaced while it was read; open it again");
            }
        } catch (IOException e) {
            throw CheckpointException.of(folder, "read", e);
        }
    }

    private Path file(String name) {
        Path file = folder.resolve(name);
        refuseOtherThanFile(file);
        return file;
    }

    private static void refuseOtherThanFile(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(file + ": must be in the checkpoint, is missing");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(file + ": must be a file, not a link, a folder or a device");
        }
    }

    private void compare(Path file, String found) {
        String expected = sums.get(file.getFileName().toString());
        if (!found.equals(expected)) {
            throw new CheckpointException(
                    file + ": is damaged: must have the SHA-256 " + expected + " of " + FILE + ", got " + found);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String sum(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static String sum(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
