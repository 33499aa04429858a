package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.List;
import java.util.Optional;

/**
 * A tensor whose channels can be moved by constants without any operator more: the layer normalisation that computes it adds so much
 * less, and whoever reads it so much more. The model computes what it did before.
 *
 * @param normalisation computes the tensor
 * @param products read it, and are biased
 * @param residuals read it, too: layer normalisations of its sum with something else, which can be biased
 */
record Centring(Node normalisation, List<BiasedProduct> products, List<Node> residuals) {

    private static final String RESIDUAL = "SkipLayerNormalization";
    private static final int RESIDUAL_BIAS = 4;

    private static final String PLAIN = "LayerNormalization";

    Centring {
        products = List.copyOf(products);
        residuals = List.copyOf(residuals);
    }

    /** What a layer reads, if it is such a tensor. */
    static Optional<Centring> of(Graph graph, LinearLayer layer) {
        String tensor = layer.input();
        List<Node> readers = graph.readers(tensor);
        List<BiasedProduct> products = BiasedProduct.all(graph, layer);
        List<Node> residuals = readers.stream()
                .filter(reader -> reader.is(RESIDUAL) && canBeBiased(graph, reader))
                .distinct()
                .toList();
        boolean allFollow = products.size() == layer.products().size()
                && products.size() + residuals.size() == readers.size()
                && !graph.isOutput(tensor);
        return graph.producer(tensor)
                .filter(producer -> allFollow && isNormalisation(producer))
                .filter(producer -> graph.floatConstant(producer.input(shiftPlace(producer)))
                        .isPresent())
                .map(producer -> new Centring(producer, products, residuals));
    }

    private static boolean canBeBiased(Graph graph, Node residual) {
        String bias = residual.input(RESIDUAL_BIAS);
        return bias.isEmpty() || graph.floatConstant(bias).isPresent();
    }

    static boolean isNormalisation(Node node) {
        return node.is(PLAIN) || node.is(RESIDUAL);
    }

    /** Where a normalisation reads what it adds. */
    private static int shiftPlace(Node normalisation) {
        return normalisation.is(RESIDUAL) ? 3 : 2;
    }

    /** Moves each channel down by so much. */
    void subtract(Graph graph, float[] middles) {
        int place = shiftPlace(normalisation);
        float[] shift = ChannelMiddles.subtracted(constant(graph, normalisation.input(place)), middles);
        reading(graph, normalisation, place, shift);
        for (BiasedProduct product : products) {
            reading(
                    graph,
                    product.sum(),
                    product.sum().inputs().indexOf(product.bias()),
                    biased(graph, product, middles));
        }
        for (Node residual : residuals) {
            reading(graph, residual, RESIDUAL_BIAS, biased(graph, residual, middles));
        }
    }

    private static float[] biased(Graph graph, BiasedProduct product, float[] middles) {
        TensorProto constant = graph.floatConstant(product.product().input(1)).orElseThrow();
        float[] weights = Constants.floats(constant);
        float[] bias = constant(graph, product.bias());
        for (int column = 0; column < bias.length; column++) {
            double sum = bias[column];
            for (int channel = 0; channel < middles.length; channel++) {
                sum += (double) middles[channel] * weights[channel * bias.length + column];
            }
            bias[column] = (float) sum;
        }
        return bias;
    }

    private static float[] biased(Graph graph, Node residual, float[] middles) {
        String name = residual.input(RESIDUAL_BIAS);
        float[] bias = name.isEmpty() ? new float[middles.length] : constant(graph, name);
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] += middles[channel];
        }
        return bias;
    }

    private static float[] constant(Graph graph, String name) {
        return Constants.floats(graph.floatConstant(name).orElseThrow());
    }

    /** Others may read the constant that it has read so far. */
    private static void reading(Graph graph, Node node, int place, float[] values) {
        String name = graph.add(Constants.of(graph.freshName(node.output() + "_moved"), values, values.length));
        graph.replace(node, node.withInput(place, name));
    }
}
