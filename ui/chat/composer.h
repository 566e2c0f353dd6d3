#pragma once

#include <QPlainTextEdit>

namespace parley::ui {

// Where a message is written: Return sends, Shift+Return breaks the line. While an input method
// composes, Return belongs to it, also the one that ends the composition (rule T4). Grows with its
// text up to a few lines. Thread: GUI.
class Composer final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Composer)

public:
    static constexpr int kMaxCharacters = 4000; // a room refuses more

    explicit Composer(QWidget *parent = nullptr);
    void submit(); // what Return does; nothing when there are only blanks
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    int lineHeight() const; // pixels, with one line in it; what the sheet pads is in the frame

Q_SIGNALS:
    void submitted(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;

private:
    static constexpr int kMaxLines = 6; // then it scrolls

    int lines() const; // wrapped ones included

    QString m_preedit{};
    bool m_justComposed = false; // until the event loop turns
};

} // namespace parley::ui
