package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.cli.GenerateCommand;
import io.bestiary.inference.cli.PredictCommand;
import io.bestiary.inference.cli.ServeCommand;
import io.bestiary.training.loop.NonFiniteLossException;
import io.bestiary.training.loop.PeersException;
import io.bestiary.training.loop.RunFolderException;
import io.bestiary.training.loop.TrainingStoppedException;
import io.bestiary.training.recipe.RecipeException;
import io.bestiary.training.recipe.Spelling;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code bestiary}. */
@Command(
        name = "bestiary",
        description = "A model zoo and trainer for Java, on DJL.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.Provider.class)
public final class Bestiary {
    private static final List<Class<?>> COMMANDS = List.of(
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            GenerateCommand.class,
            ServeCommand.class,
            ListCommand.class,
            ShowCommand.class,
            CheckCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            FindCommand.class,
            ReportCommand.class,
            DiffCommand.class,
            ReproduceCommand.class,
            BenchCommand.class,
            DoctorCommand.class);

    /** The run did what it was asked to. */
    static final int DONE = 0;

    static final int FAILED = 1;
    /** The user's mistake; the message names it. */
    static final int MISTAKE = 2;

    /** Stopped by a signal; the same command goes on. */
    static final int STOPPED = 75;

    private static final List<Class<? extends RuntimeException>> MISTAKES = List.of(
            RecipeException.class,
            DataException.class,
            CheckpointException.class,
            EngineException.class,
            RunFolderException.class);

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the libraries' own log, and stack traces.")
    private boolean verbose;

    private Bestiary() {}

    /** Runs a command and leaves with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(String... arguments) {
        List<String> all = Arrays.asList(arguments);
        // Read by the logging configuration when the first class logs, before picocli has parsed anything.
        boolean verbose = all.contains("-v") || all.contains("--verbose");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "warn");
        return commandLine(all).execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** To read the options of all commands takes a tenth of a start: where one is named, only its own are read. */
    private static CommandLine commandLine(List<String> arguments) {
        Bestiary bestiary = new Bestiary();
        CommandLine line = new CommandLine(bestiary);
        Predicate<Class<?>> named = command ->
                arguments.contains(command.getAnnotation(Command.class).name());
        boolean any = COMMANDS.stream().anyMatch(named);
        COMMANDS.stream().filter(command -> !any || named.test(command)).forEach(line::addSubcommand);
        return line.setExecutionExceptionHandler((e, failed, parsed) -> bestiary.report(e, failed))
                .setParameterExceptionHandler((e, given) -> mistaken(e))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int mistaken(ParameterException e) {
        CommandLine line = e.getCommandLine();
        Optional<String> meant = Optional.empty();
        if (e instanceof UnmatchedArgumentException unmatched) {
            meant = Spelling.nearest(
                    unmatched.getUnmatched().get(0),
                    unmatched.isUnknownOption()
                            ? line.getCommandSpec().optionsMap().keySet()
                            : line.getSubcommands().keySet());
        }
        line.getErr()
                .println(e.getMessage()
                        + meant.map(name -> "; did you mean " + name + "?").orElse("")
                        + " (" + line.getCommandSpec().qualifiedName() + " --help shows what there is)");
        return MISTAKE;
    }

    private int report(Exception e, CommandLine line) {
        boolean mistake = MISTAKES.contains(e.getClass());
        boolean stopped = e instanceof TrainingStoppedException;
        boolean known = mistake || stopped || e instanceof NonFiniteLossException || e instanceof PeersException;
        line.getErr().println(known ? e.getMessage() : "internal error: " + e);
        if (verbose) {
            e.printStackTrace(line.getErr());
        } else if (!known) {
            line.getErr().println("(bestiary -v shows where)");
        }
        return mistake ? MISTAKE : stopped ? STOPPED : FAILED;
    }
}
