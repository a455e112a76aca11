package io.bestiary.training.cli;

import ai.djl.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which version of what is at work. */
final class Versions {

    private Versions() {}

    /** The project's own version, written by the build. */
    static String bestiary() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    static String djl() {
        String version = Model.class.getPackage().getImplementationVersion();
        return version == null ? ai.djl.engine.Engine.getDjlVersion() : version;
    }

    static String java() {
        return System.getProperty("java.version");
    }

    /** For {@code --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"bestiary " + bestiary() + " (DJL " + djl() + ", Java " + java() + ")"};
        }
    }
}
