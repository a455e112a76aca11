package io.bestiary.inference.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/** Who waits for an answer. */
@FunctionalInterface
interface Client {

    /** Whether nobody waits any more. To be asked by the thread that handles the request, between reading and answering. */
    boolean gone();

    /**
     * Whoever sent a request. Jetty does not look at a connection while a request of it is handled, so this does: an end
     * is a client that left. What else there is to read belongs to the next request, and is handed to Jetty.
     */
    static Client of(Context context) {
        Connection connection = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection();
        return () -> gone(connection);
    }

    private static boolean gone(Connection connection) {
        EndPoint end = connection.getEndPoint();
        if (!(connection instanceof Connection.UpgradeTo jetty)) {
            return !end.isOpen();
        }
        ByteBuffer next = BufferUtil.allocate(1);
        try {
            int read = end.fill(next);
            if (read > 0) {
                jetty.onUpgradeTo(next);
            }
            return read < 0;
        } catch (IOException e) { // it broke off
            return true;
        }
    }
}
