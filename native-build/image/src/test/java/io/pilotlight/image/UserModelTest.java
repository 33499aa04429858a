package io.pilotlight.image;

import io.pilotlight.api.FileDigest;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A model that somebody brings becomes an image without code. */
@EnabledOnOs(OS.LINUX)
class UserModelTest {

    private final Path folder;
    private final BuildFolder build;

    UserModelTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.build = BuildFolder.withoutModel(Files.createDirectory(folder.resolve("build")));
    }

    @Test
    void theModelIsServedByItsName() throws IOException {
        Path model = Files.write(folder.resolve("intents.onnx"), added(inline()).toByteArray());

        ImageArchive image = build.image(folder.resolve("image.tar"), "--model=" + model);

        assertThat(image.filesOf(3)).containsExactly("/pilotlight/models/intents.onnx");
        assertThat(image.environment())
                .contains(
                        "PILOTLIGHT_REPOSITORY_LOCATION=/pilotlight/models/intents.onnx",
                        "PILOTLIGHT_REPOSITORY_DIGEST=" + FileDigest.whole(model));
        assertThat(image.labels())
                .containsEntry("org.opencontainers.image.title", "intents")
                .containsKey("io.pilotlight.answer-digest.intents");
        assertThat(image.docker().required(0).required("RepoTags").toString())
                .isEqualTo("[\"dev.local/pilotlight/intents:1.2.3\"]");
    }

    @Test
    void weightsInFilesOfTheirOwnComeAlong() throws IOException {
        Files.createDirectory(folder.resolve("weights"));
        Files.write(folder.resolve("weights/one.bin"), new byte[4]);
        Path model = Files.write(
                folder.resolve("large.onnx"), added(external("weights/one.bin")).toByteArray());

        ImageArchive image = build.image(folder.resolve("image.tar"), "--model=" + model);

        assertThat(image.filesOf(3))
                .containsExactly("/pilotlight/models/large.onnx", "/pilotlight/models/weights/one.bin");
    }

    /** y = x + a constant. */
    static ModelProto added(TensorProto constant) {
        return ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(GraphProto.newBuilder()
                        .setName("added")
                        .addInitializer(constant)
                        .addInput(number("x"))
                        .addOutput(number("y"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Add")
                                .addInput("x")
                                .addInput(constant.getName())
                                .addOutput("y")))
                .build();
    }

    static TensorProto inline() {
        return constant().addFloatData(1).build();
    }

    static TensorProto external(String location) {
        return constant()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .build();
    }

    private static TensorProto.Builder constant() {
        return TensorProto.newBuilder()
                .setName("constant")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(1);
    }

    private static ValueInfoProto number(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(1)))))
                .build();
    }
}
