package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.embed.ModelFiles;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.util.ArrayList;
import java.util.List;

/** The sessions of one arrangement, which its lanes share. */
final class BareSessions implements AutoCloseable {
    private final List<OrtSession> sessions = new ArrayList<>();

    private BareSessions() {}

    static BareSessions open(Arrangement arrangement) throws OrtException {
        BareSessions opened = new BareSessions();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(arrangement.intraOpThreads());
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", arrangement.spinning() ? "1" : "0");
            for (int i = 0; i < arrangement.sessions(); i++) {
                opened.sessions.add(
                        OrtEnvironment.getEnvironment().createSession(ModelFiles.MODEL.toString(), options));
            }
            return opened;
        } catch (OrtException e) {
            opened.close();
            throw e;
        }
    }

    OrtSession ofLane(int lane) {
        return sessions.get(lane % sessions.size());
    }

    @Override
    public void close() throws OrtException {
        for (OrtSession session : sessions) {
            session.close();
        }
    }
}
