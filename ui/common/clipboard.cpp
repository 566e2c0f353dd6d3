#include "ui/common/clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

namespace parley::ui {

void copyText(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

void copySecret(const QByteArray &secret, std::chrono::milliseconds stay)
{
    const auto text = QString::fromUtf8(secret);
    copyText(text);
    auto *clipboard = QGuiApplication::clipboard();
    QTimer::singleShot(stay, clipboard, [clipboard, text] {
        if (clipboard->text() == text)
            clipboard->clear();
    });
}

} // namespace parley::ui
