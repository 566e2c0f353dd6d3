#include "ui/models/gunzip.h"

#include <zlib.h>

namespace parley::ui {

std::optional<Gunzipped> gunzipped(const QByteArray &body)
{
    if (!body.startsWith("\x1f\x8b"))
        return std::nullopt;
    z_stream stream{};
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream, kGzipOnly) != Z_OK)
        return std::nullopt;
    Gunzipped result{.bytes = QByteArray(kMaxGunzippedBytes, Qt::Uninitialized)};
    stream.next_in
        = reinterpret_cast<Bytef *>(const_cast<char *>(body.constData())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.bytes.data());
    stream.avail_out = static_cast<uInt>(result.bytes.size());
    const int code = inflate(&stream, Z_SYNC_FLUSH);
    const auto size = result.bytes.size() - static_cast<qsizetype>(stream.avail_out);
    result.isCut = code != Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    result.bytes.truncate(size);
    const bool isBroken = code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR;
    if (isBroken && size == 0)
        return std::nullopt;
    return result;
}

} // namespace parley::ui
