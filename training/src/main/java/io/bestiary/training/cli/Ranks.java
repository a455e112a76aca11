package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the flags of a training in several processes must fulfil. */
final class Ranks {
    private static final int MOST = 1024;
    private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

    private Ranks() {}

    /**
     * Reads the address.
     *
     * @throws DataException naming the flag that is wrong
     */
    static InetSocketAddress check(int ranks, int rank, String meet, Path folderOrNull) {
        if (ranks < 1 || ranks > MOST) {
            throw new DataException("--ranks: must be between 1 and " + MOST + ", got " + ranks);
        }
        if (rank < 0 || rank >= ranks) {
            throw new DataException("--rank: must be between 0 and " + (ranks - 1) + ", got " + rank);
        }
        if (ranks > 1 && folderOrNull == null) {
            throw new DataException("--run: must be given with --ranks, the same for all processes");
        }
        Matcher address = ADDRESS.matcher(meet);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            throw new DataException("--meet: must be HOST:PORT, got " + meet);
        }
        return new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2)));
    }
}
