package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.wire.openinference.ModelConfiguration;
import io.pilotlight.wire.openinference.SomeModel;
import io.pilotlight.wire.openinference.message.DataType;
import io.pilotlight.wire.openinference.message.ModelConfig;
import io.pilotlight.wire.openinference.message.ModelMetadataResponse;
import io.pilotlight.wire.openinference.message.ModelStatistics;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcDescriptionsTest {

    @Test
    void model_hasItsVersionsAndTensors() {
        ModelMetadataResponse model = GrpcDescriptions.model(SomeModel.taking(5));

        assertThat(model.getName()).isEqualTo("embed");
        assertThat(model.getVersionsList()).containsExactly("1");
        assertThat(model.getInputs(1).getName()).isEqualTo("ids");
        assertThat(model.getInputs(1).getDatatype()).isEqualTo("INT64");
        assertThat(model.getInputs(1).getShapeList()).containsExactly(-1L, 8L);
        assertThat(model.getOutputs(0).getShapeList()).containsExactly(-1L, 384L);
    }

    @Test
    void configuration_isThatOfHttp() {
        ModelConfig config = GrpcDescriptions.configuration(ModelConfiguration.of(SomeModel.taking(5)))
                .getConfig();

        assertThat(config.getMaxBatchSize()).isEqualTo(5);
        assertThat(config.getInput(0).getDataType()).isEqualTo(DataType.TYPE_STRING);
        assertThat(config.getInput(0).getDimsList()).containsExactly(1L);
        assertThat(config.getInput(1).getDimsList()).containsExactly(8L);
    }

    @Test
    void statistics_areSumsOfRequestsAndOfItems() {
        ModelStatistics model =
                GrpcDescriptions.statistics(List.of(SomeModel.statistics())).getModelStats(0);

        assertThat(model.getInferenceCount()).isEqualTo(5);
        assertThat(model.getInferenceStats().getSuccess().getCount()).isEqualTo(2);
        assertThat(model.getInferenceStats().getFail().getNs()).isEqualTo(7);
        assertThat(model.getInferenceStats().getComputeInfer().getNs()).isEqualTo(50);
    }
}
