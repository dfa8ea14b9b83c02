package polyclinic.asset.thumbnails;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.result.UpdateResult;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.extracts.ThumbnailStatus;

/**
 * What of an asset's document is about its small pictures. They are made of it alone and say nothing of their own, so that they change
 * neither its version nor anybody's view of it.
 */
@ApplicationScoped
class Thumbnails {
    private final Assets assets;

    Thumbnails(Assets assets) {
        this.assets = assets;
    }

    /** The next file whose turn it is, for as long as whoever takes it is believed to be alive. What waits for the scanner waits here, too. */
    Uni<@Nullable Asset> take(Instant now, Instant until) {
        return assets.collection()
                .findOneAndUpdate(
                        and(
                                eq(ThumbnailState.STATUS, ThumbnailStatus.PENDING.name()),
                                or(eq(ThumbnailState.DUE, null), lte(ThumbnailState.DUE, now)),
                                eq("status", AssetStatus.STORED.name()),
                                ne("scan", ScanStatus.PENDING.name())),
                        combine(set(ThumbnailState.DUE, until), inc(ThumbnailState.TRIES, 1)),
                        new FindOneAndUpdateOptions().projection(Asset.FIELDS).returnDocument(ReturnDocument.AFTER))
                .map(found -> found == null ? null : Asset.of(found));
    }

    /** Its content could not be fetched, which is no fault of its own: this was no try. */
    Uni<Void> putOff(Asset asset, Instant until) {
        return change(asset, combine(set(ThumbnailState.DUE, until), inc(ThumbnailState.TRIES, -1)))
                .replaceWithVoid();
    }

    /** {@code pending → made}; false when another was faster, or the asset is gone. */
    Uni<Boolean> made(Asset asset, Map<ThumbnailSize, byte[]> pictures) {
        Document kept = new Document();
        pictures.forEach((size, picture) -> kept.append(size.name(), new Binary(picture)));
        return change(
                asset,
                combine(
                        set(ThumbnailState.STATUS, ThumbnailStatus.MADE.name()),
                        set(ThumbnailState.PICTURES, kept),
                        unset(ThumbnailState.DUE)));
    }

    /** {@code pending → failed}; false when another was faster, or the asset is gone. */
    Uni<Boolean> failed(Asset asset, TextFailure failure) {
        return change(
                asset,
                combine(
                        set(ThumbnailState.STATUS, ThumbnailStatus.FAILED.name()),
                        set(ThumbnailState.FAILURE, failure.name()),
                        unset(ThumbnailState.DUE)));
    }

    /** A picture of a stored asset; null when there is none any more. */
    Uni<byte @Nullable []> of(Asset asset, ThumbnailSize size) {
        String field = ThumbnailState.PICTURES + "." + size.name();
        return assets.collection()
                .find(
                        and(eq("_id", asset.id()), eq("status", AssetStatus.STORED.name())),
                        new FindOptions().projection(Projections.include(field)))
                .collect()
                .first()
                .map(found -> {
                    Binary picture = found == null
                            ? null
                            : found.getEmbedded(List.of(ThumbnailState.PICTURES, size.name()), Binary.class);
                    return picture == null ? null : picture.getData();
                });
    }

    private Uni<Boolean> change(Asset asset, Bson changes) {
        return assets.collection()
                .updateOne(
                        and(
                                eq("_id", asset.id()),
                                eq("status", AssetStatus.STORED.name()),
                                eq(ThumbnailState.STATUS, ThumbnailStatus.PENDING.name())),
                        changes)
                .map(UpdateResult::getModifiedCount)
                .map(count -> count == 1);
    }
}
