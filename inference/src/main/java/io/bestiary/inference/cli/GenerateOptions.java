package io.bestiary.inference.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code bestiary generate} may be told, whatever it makes. */
final class GenerateOptions {
    @Option(names = "--prompt", paramLabel = "TEXT", description = "A text to write on.")
    String prompt;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many to make (${DEFAULT-VALUE}).")
    int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of what is drawn; the next one has the next seed (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--temperature", paramLabel = "X", description = "0 takes the most probable token; 1 if not given.")
    Double temperature;

    @Option(names = "--top-k", paramLabel = "N", description = "Choose among so many most probable tokens.")
    Integer topK;

    @Option(names = "--top-p", paramLabel = "X", description = "Choose among the tokens with this share together.")
    Double topP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Above 1 makes tokens that were there less probable.")
    Double repetitionPenalty;

    @Option(names = "--greedy", description = "Always take the most probable token.")
    boolean greedy;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens to write; 200 if not given.")
    Integer mostTokens;

    @Option(names = "--score", description = "Say how probable the prompt is, and write nothing.")
    boolean score;

    @Option(names = "--json", description = "Print a JSON line for each.")
    boolean json;

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            description = "Classes to draw in turn, where they can be asked for; the seed chooses if not given.")
    List<String> classes;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where pictures go, named by their seeds, and a grid of them; drawings/ if not given.")
    Path output;

    /** Whether something was told that only texts can heed. */
    boolean writesTexts() {
        return prompt != null || temperature != null || topK != null || topP != null || greedy || score;
    }
}
