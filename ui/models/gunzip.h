#pragma once

#include <optional>

#include <QByteArray>

namespace parley::ui {

struct Gunzipped {
    QByteArray bytes{};
    bool isCut = false; // there is more than kMaxGunzippedBytes
};

//! What a gzip body holds, for looking at it only. A body that was cut off gives what it has.
//! nullopt: it is not gzip. Thread: any.
std::optional<Gunzipped> gunzipped(const QByteArray &body);
inline constexpr qsizetype kMaxGunzippedBytes = 1024 * 1024; // 64 KiB may unfold to 64 MiB

} // namespace parley::ui
