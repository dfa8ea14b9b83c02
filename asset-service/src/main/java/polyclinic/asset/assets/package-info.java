/** The asset: its document, its rules and events, and reading, finding and deleting it. */
@NullMarked
package polyclinic.asset.assets;

import org.jspecify.annotations.NullMarked;
