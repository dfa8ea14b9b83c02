/** What a virus scanner says of each content. */
@NullMarked
package polyclinic.asset.scans;

import org.jspecify.annotations.NullMarked;
