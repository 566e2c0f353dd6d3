#pragma once

#include <QByteArrayView>
#include <QString>

namespace parley::ui {

//! What a person looks for in a JSON message: its words. \return the member "text" of the object
//! \p payload, unescaped, at most \p maxLength UTF-16 units; "" when \p payload is no object, or
//! has no such text within its first kGistBytes. A bounded walk over the bytes, without building a
//! document: cheap enough for each row of each frame. It forgives what a parser would refuse, so it
//! is for showing only. Thread: any.
QString payloadText(QByteArrayView payload, qsizetype maxLength);

constexpr qsizetype kGistBytes = 4096; // the envelope of a chat line is a few hundred

} // namespace parley::ui
