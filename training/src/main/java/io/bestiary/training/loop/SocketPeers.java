package io.bestiary.training.loop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Processes that meet at a TCP address: all send their numbers to rank 0, which adds them up and sends the sum back. Plain,
 * and good for a few processes on one machine; it shows where a faster transport belongs.
 */
public final class SocketPeers implements Peers {
    private static final int WAIT_MILLIS = 60_000;

    private final int rank;
    private final int size;
    private final List<Socket> sockets;

    private SocketPeers(int rank, int size, List<Socket> sockets) {
        this.rank = rank;
        this.size = size;
        this.sockets = sockets;
    }

    /**
     * Waits until all are there.
     *
     * @param rank of this process, from 0; rank 0 listens at the address
     * @throws PeersException if not all come within a minute
     */
    public static Peers meet(InetSocketAddress address, int rank, int size) {
        try {
            return new SocketPeers(
                    rank, size, rank == 0 ? accept(address, size) : List.of(connect(address, rank, size)));
        } catch (IOException e) {
            throw new PeersException("rank " + rank + " of " + size + " at " + address + ": " + e.getMessage(), e);
        }
    }

    private static List<Socket> accept(InetSocketAddress address, int size) throws IOException {
        Socket[] byRank = new Socket[size];
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(address);
            server.setSoTimeout(WAIT_MILLIS);
            for (int i = 1; i < size; i++) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                int rank = in.readInt();
                int ranks = in.readInt();
                if (ranks != size || rank < 1 || rank >= size || byRank[rank] != null) {
                    throw new IOException(
                            "rank " + rank + " of " + ranks + " came, which is not one of those waited for");
                }
                byRank[rank] = socket;
            }
        }
        return List.of(Arrays.copyOfRange(byRank, 1, size));
    }

    private static Socket connect(InetSocketAddress address, int rank, int size) throws IOException {
        long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000L;
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(address, WAIT_MILLIS);
                socket.setTcpNoDelay(true);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeInt(rank);
                out.writeInt(size);
                return socket;
            } catch (ConnectException e) {
                socket.close();
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void sum(float[] values) {
        try {
            if (rank == 0) {
                List<float[]> others = new ArrayList<>();
                for (Socket socket : sockets) {
                    others.add(receive(socket, values.length));
                }
                for (float[] other : others) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] += other[i];
                    }
                }
                for (Socket socket : sockets) {
                    send(socket, values);
                }
            } else {
                send(sockets.get(0), values);
                System.arraycopy(receive(sockets.get(0), values.length), 0, values, 0, values.length);
            }
        } catch (IOException e) {
            throw new PeersException("another process of this training is gone: " + e.getMessage(), e);
        }
    }

    private static void send(Socket socket, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        socket.getOutputStream().write(bytes.array());
    }

    private static float[] receive(Socket socket, int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(Float.BYTES * count);
        if (bytes.length < Float.BYTES * count) {
            throw new IOException("its connection ended");
        }
        float[] values = new float[count];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new PeersException("cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
