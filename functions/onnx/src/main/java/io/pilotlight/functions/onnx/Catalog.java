package io.pilotlight.functions.onnx;

import java.util.List;

/** Which models there are to load. Asked anew whenever that matters, since what it looks at may change. */
interface Catalog {

    /** Every version of every model, in no particular order; no two of the same name and version. */
    List<Listing> list();
}
