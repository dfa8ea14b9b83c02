/** What is measured of the processes between documents and blobs. */
@NullMarked
package polyclinic.asset.metrics;

import org.jspecify.annotations.NullMarked;
