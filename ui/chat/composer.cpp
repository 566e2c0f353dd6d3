#include "ui/chat/composer.h"

#include <algorithm>

#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTimer>

namespace parley::ui {

Composer::Composer(QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("composer"));
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Message"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (toPlainText().size() > kMaxCharacters)
            setPlainText(toPlainText().left(kMaxCharacters));
        setVerticalScrollBarPolicy(lines() > kMaxLines ? Qt::ScrollBarAsNeeded
                                                       : Qt::ScrollBarAlwaysOff);
        updateGeometry();
    });
}

QSize Composer::sizeHint() const
{
    const int shown = std::clamp(lines(), 1, kMaxLines);
    return {fontMetrics().averageCharWidth() * 40,
            lineHeight() + fontMetrics().lineSpacing() * (shown - 1)};
}

int Composer::lines() const
{
    return int(document()->size().height()); // of a QPlainTextDocumentLayout: lines, not pixels
}

int Composer::lineHeight() const
{
    const int around = 2 * (frameWidth() + int(document()->documentMargin()));
    return fontMetrics().lineSpacing() + around;
}

void Composer::submit()
{
    const auto text = toPlainText().trimmed();
    if (text.isEmpty())
        return;
    clear();
    Q_EMIT submitted(text);
}

void Composer::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isReturn || event->modifiers().testFlag(Qt::ShiftModifier)) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    event->accept();
    if (m_preedit.isEmpty() && !m_justComposed)
        submit();
}

void Composer::inputMethodEvent(QInputMethodEvent *event)
{
    const bool ended = !m_preedit.isEmpty() && event->preeditString().isEmpty();
    m_preedit = event->preeditString();
    QPlainTextEdit::inputMethodEvent(event);
    if (!ended)
        return;
    m_justComposed = true;
    QTimer::singleShot(0, this, [this] { m_justComposed = false; });
}

} // namespace parley::ui
