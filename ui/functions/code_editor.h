#pragma once

#include <QPlainTextEdit>

namespace parley::ui {

// A text of code with its lines numbered. Tab indents, Shift+Tab leaves it, so that nobody who has
// only a keyboard is caught. Thread: GUI.
class CodeEditor final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodeEditor)

public:
    explicit CodeEditor(QWidget *parent);

    int marginWidth() const; // of the numbers
    void paintMargin(QPaintEvent *event);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fitMargin();
    void indent();
    void breakLine(); // as far in as the line before

    QWidget *m_margin = nullptr;
};

} // namespace parley::ui
