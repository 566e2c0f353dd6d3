#pragma once

#include <QList>
#include <QUrl>

namespace parley::ui {

struct TextLink {
    qsizetype start = 0; // UTF-16 units
    qsizetype length = 0;
    QUrl url{};
};

//! The http and https addresses in plain text, without the punctuation that ends a sentence after
//! them. Nothing else is ever a link: no other scheme, no "www.". Thread: any.
QList<TextLink> findLinks(const QString &text);

} // namespace parley::ui
