package io.pilotlight.engine.model;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Fetches models from HTTP and HTTPS addresses into a folder, where each lies under its digest: fetched once, by one process at
 * a time, continued where an interrupted download ended, and verified whenever it is asked for.
 *
 * <p>By {@link HttpURLConnection}, because that gives up on a server that stops in the middle of an answer.
 */
public final class ModelDownload {

    private static final int MAX_ATTEMPTS = 6;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final long MEGABYTE = 1_000_000;

    private final Path folder;
    private final long maxBytes;
    private final Consumer<String> progress;

    /**
     * Downloads into a folder.
     *
     * @param folder made when the first model comes
     * @param maxBytes of one model
     * @param progress told in words how a download gets on
     */
    public ModelDownload(Path folder, long maxBytes, Consumer<String> progress) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.progress = progress;
    }

    /** A server's answer that asking again will not change. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * The file of a model, verified.
     *
     * @throws ModelLoadException if it cannot be fetched, is too large or is another
     */
    public Path fetch(URI address, Sha256 digest) {
        Path file = folder.resolve(digest.hex() + ".onnx");
        try {
            Files.createDirectories(folder);
            try (FileChannel lockFile = FileChannel.open(
                            folder.resolve(digest.hex() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = lockFile.lock()) {
                if (!Files.exists(file) || !FileDigest.whole(file).equals(digest)) {
                    download(address, digest, file);
                }
            }
            return file;
        } catch (IOException e) {
            throw new ModelLoadException("model " + withoutQuery(address) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelLoadException("model " + withoutQuery(address) + ": interrupted while it was fetched", e);
        }
    }

    /** A query may hold a signature, which is a secret. */
    private static String withoutQuery(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }

    private void download(URI address, Sha256 digest, Path file) throws IOException, InterruptedException {
        Path part = folder.resolve(digest.hex() + ".part");
        boolean continued = Files.exists(part);
        completely(address, part);
        Sha256 actual = FileDigest.whole(part);
        if (!actual.equals(digest) && continued) { // perhaps of another file that was there before
            Files.delete(part);
            completely(address, part);
            actual = FileDigest.whole(part);
        }
        if (!actual.equals(digest)) {
            Files.delete(part);
            throw new IOException("expected " + digest + ", got " + actual);
        }
        move(part, file);
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Tries until the whole file is there, each time from where the last one ended. */
    private void completely(URI address, Path part) throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                rest(address, part);
                return;
            } catch (Refused e) {
                throw e;
            } catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new IOException("cannot be fetched, after " + attempt + " attempts: " + e, e);
                }
                progress.accept(withoutQuery(address) + ": " + e + "; trying again in " + pause.toMillis() + " ms");
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private void rest(URI address, Path part) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        HttpURLConnection connection = connect(address);
        try {
            if (have > 0) {
                connection.setRequestProperty("Range", "bytes=" + have + "-");
            }
            int status = connection.getResponseCode();
            switch (status) {
                case HttpURLConnection.HTTP_OK -> append(address, connection, part, 0);
                case HttpURLConnection.HTTP_PARTIAL ->
                    append(address, connection, part, continuation(connection, have));
                case 416 -> requireComplete(connection, part, have);
                default -> throw failed(status);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection connect(URI address) throws IOException {
        URLConnection connection = address.toURL().openConnection();
        if (!(connection instanceof HttpURLConnection http)) {
            throw new Refused("expected an http or https address");
        }
        http.setConnectTimeout(TIMEOUT_MILLIS);
        http.setReadTimeout(TIMEOUT_MILLIS);
        http.setRequestProperty("Accept-Encoding", "identity");
        return http;
    }

    private static IOException failed(int status) {
        String message = "the server answered " + status;
        boolean later = status >= 500 || status == 408 || status == 429;
        return later ? new IOException(message) : new Refused(message);
    }

    private static long continuation(HttpURLConnection connection, long have) throws IOException {
        String range = String.valueOf(connection.getHeaderField("Content-Range"));
        if (!range.startsWith("bytes " + have + "-")) {
            throw new Refused("expected the bytes from " + have + ", got Content-Range " + range);
        }
        return have;
    }

    /** Nothing comes after what is there: it is whole, or it is too much and of no use. */
    private static void requireComplete(HttpURLConnection connection, Path part, long have) throws IOException {
        String range = String.valueOf(connection.getHeaderField("Content-Range"));
        if (!range.equals("bytes */" + have)) {
            Files.delete(part);
            throw new IOException("what had been fetched before is not of this file");
        }
    }

    private void append(URI address, HttpURLConnection connection, Path part, long from) throws IOException {
        long length = connection.getContentLengthLong();
        long total = length < 0 ? -1 : from + length;
        if (total > maxBytes) {
            throw new Refused("expected at most " + maxBytes + " bytes, got " + total);
        }
        long received = from;
        long told = System.nanoTime();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = connection.getInputStream();
                FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(from).position(from);
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received += read;
                if (received > maxBytes) {
                    out.truncate(0);
                    throw new Refused("expected at most " + maxBytes + " bytes, got more");
                }
                write(out, ByteBuffer.wrap(buffer, 0, read));
                if (System.nanoTime() - told >= PROGRESS_INTERVAL.toNanos()) {
                    told = System.nanoTime();
                    progress.accept(withoutQuery(address) + ": " + megabytes(received, total));
                }
            }
        }
        if (total >= 0 && received < total) {
            throw new IOException("the connection ended after " + received + " of " + total + " bytes");
        }
        progress.accept(withoutQuery(address) + ": fetched " + megabytes(received, received));
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static String megabytes(long received, long total) {
        String all = total < 0 ? "" : " of " + (total + MEGABYTE - 1) / MEGABYTE;
        return (received + MEGABYTE - 1) / MEGABYTE + all + " MB";
    }
}
