/** Requests that are made from the API's own document, good ones and others, and what must be true of every answer. */
@NullMarked
package polyclinic.suite.fuzz;

import org.jspecify.annotations.NullMarked;
