#pragma once

#include <memory>
#include <vector>

#include <QColor>
#include <QFont>
#include <QTextLayout>

#include "ui/views/link_finder.h"

class QPainter;

namespace parley::ui {

// Plain text of several paragraphs, each in the direction of its first strong character (UAX 9, P2
// and P3), wrapped to a width. Offsets count UTF-16 units of text(). Thread: GUI.
class TextBlock
{
public:
    struct Mark { // a part with another look
        qsizetype start = 0;
        qsizetype length = 0;
        QTextCharFormat format{};
    };
    static constexpr qsizetype kMaxParagraphs = 200; // shown; each costs a layout
    static constexpr qsizetype kMaxShownLength = 4000; // UTF-16 units

    TextBlock() = default;
    TextBlock(const QString &text, const QFont &font, const QList<Mark> &marks = {});

    //! Wraps at \p maxWidth. \return the size that is used.
    QSizeF layOut(double maxWidth);
    void setWidth(double width); // after layOut(): right-to-left paragraphs end there

    const QString &text() const { return m_text; } // what is shown: cut to the bounds above
    bool isCut() const { return m_cut; }
    QSizeF size() const { return m_size; }
    double lastLineWidth() const;
    bool lastLineIsRightToLeft() const;

    void draw(QPainter &painter, QPointF at, qsizetype selectionStart, qsizetype selectionEnd,
              const QPalette &palette) const;
    qsizetype offsetAt(QPointF point) const; // nearest place between two letters
    bool isOverText(QPointF point) const;

private:
    struct Paragraph {
        std::unique_ptr<QTextLayout> layout{};
        qsizetype start = 0; // in m_text
        double y = 0;
        double height = 0;
    };
    void addParagraph(qsizetype start, qsizetype end, const QFont &font, const QList<Mark> &marks);
    static double wrap(QTextLayout &layout, double width);
    const Paragraph &paragraphAt(double y) const;

    QString m_text{};
    std::vector<Paragraph> m_paragraphs{};
    QSizeF m_size{};
    bool m_cut = false;
};

} // namespace parley::ui
