#pragma once

#include <optional>

#include <QByteArrayView>
#include <QString>

namespace parley::ui {

//! \brief What a person said, out of a JSON payload: the member "text" of the outermost object.
//! Looks at the first kSpokenBytes only, so that a row of the live log costs the same whatever it
//! holds. \return nullopt when the payload is no such object or the text begins later; a text that
//! is cut ends where the look ended.
inline constexpr qsizetype kSpokenBytes
    = 2048; // an envelope's members before "text" take about 500
std::optional<QString> spokenText(QByteArrayView payload);

} // namespace parley::ui
