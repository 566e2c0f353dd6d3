#include "ui/views/link_finder.h"

#include <QRegularExpression>

namespace parley::ui {
namespace {

constexpr qsizetype kMaxLinks = 50; // in one message
constexpr qsizetype kMaxLinkLength = 2048;

// "(see https://example.org/a_(b))." keeps the inner bracket and drops the outer one.
qsizetype withoutTail(QStringView link)
{
    auto length = link.size();
    while (length > 0) {
        const QChar last = link[length - 1];
        const auto part = link.first(length);
        const bool lonely = last == u')' && part.count(u'(') < part.count(u')');
        if (!lonely && !QStringView(u".,;:!?'\"*_~。、！？」』）").contains(last))
            break;
        --length;
    }
    return length;
}

} // namespace

QList<TextLink> findLinks(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(\bhttps?://[^\s<>"\x{202A}-\x{202E}\x{2066}-\x{2069}]+)"),
        QRegularExpression::CaseInsensitiveOption);
    QList<TextLink> links;
    if (!text.contains(QLatin1String("://")))
        return links;
    auto found = pattern.globalMatch(text);
    while (found.hasNext() && links.size() < kMaxLinks) {
        const auto match = found.next();
        const auto length = withoutTail(match.capturedView());
        const QUrl url(text.sliced(match.capturedStart(), length), QUrl::StrictMode);
        if (length <= kMaxLinkLength && url.isValid() && !url.host().isEmpty())
            links.append({match.capturedStart(), length, url});
    }
    return links;
}

} // namespace parley::ui
