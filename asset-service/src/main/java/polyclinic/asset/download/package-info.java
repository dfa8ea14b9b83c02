/** Sending an asset's content, whole or in part, under the request's conditions. */
@NullMarked
package polyclinic.asset.download;

import org.jspecify.annotations.NullMarked;
