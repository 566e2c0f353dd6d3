#include "ui/functions/code_editor.h"

#include <QPaintEvent>
#include <QPainter>
#include <QTextBlock>

#include "ui/common/theme.h"

namespace parley::ui {
namespace {

const QString kIndent = QStringLiteral("    ");

// Where the numbers stand.
class LineMargin final : public QWidget
{
public:
    explicit LineMargin(CodeEditor *editor) : QWidget(editor), m_editor(editor) {}

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintMargin(event); }

private:
    CodeEditor *m_editor;
};

} // namespace

CodeEditor::CodeEditor(QWidget *parent) : QPlainTextEdit(parent), m_margin(new LineMargin(this))
{
    setFont(fixedFont(font()));
    setLineWrapMode(NoWrap);
    setTabStopDistance(fontMetrics().horizontalAdvance(kIndent));
    setAccessibleDescription(tr("Shift+Tab leaves the code"));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::fitMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    fitMargin();
}

int CodeEditor::marginWidth() const
{
    const int digits = std::max(2, int(QString::number(blockCount()).size()));
    return fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits + 14;
}

void CodeEditor::fitMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const auto inner = contentsRect();
    m_margin->setGeometry(inner.left(), inner.top(), marginWidth(), inner.height());
}

void CodeEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitMargin();
}

void CodeEditor::paintMargin(QPaintEvent *event)
{
    QPainter painter(m_margin);
    painter.setFont(font());
    painter.setPen(themeColors(palette()).muted);
    auto block = firstVisibleBlock();
    auto box = blockBoundingGeometry(block).translated(contentOffset());
    const int above = viewport()->y() - contentsRect().top();
    while (block.isValid() && box.top() <= event->rect().bottom()) {
        if (block.isVisible())
            painter.drawText(
                QRectF(0, box.top() + above, m_margin->width() - 8, fontMetrics().height()),
                Qt::AlignRight, QString::number(block.blockNumber() + 1));
        block = block.next();
        box.translate(0, box.height());
    }
}

void CodeEditor::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Tab && event->modifiers() == Qt::NoModifier)
        indent();
    else if (event->key() == Qt::Key_Backtab)
        QWidget::focusNextPrevChild(false); // the text's own keeps Tab for itself
    else if (isReturn && event->modifiers() == Qt::NoModifier)
        breakLine();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void CodeEditor::indent()
{
    textCursor().insertText(kIndent);
}

void CodeEditor::breakLine()
{
    auto cursor = textCursor();
    const auto line = cursor.block().text().left(cursor.positionInBlock());
    qsizetype blanks = 0;
    while (blanks < line.size() && line.at(blanks) == QLatin1Char(' '))
        ++blanks;
    cursor.insertText(QLatin1Char('\n') + line.left(blanks)
                      + (line.endsWith(QLatin1Char('{')) ? kIndent : QString()));
    setTextCursor(cursor);
    ensureCursorVisible();
}

} // namespace parley::ui
