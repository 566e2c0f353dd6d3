#include "ui/common/page_header.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QShortcut>

#include "ui/common/icons.h"
#include "ui/common/labels.h"

namespace parley::ui {

PageHeader::PageHeader(const QString &title, const QString &sentence, QWidget *parent) :
    QWidget(parent), m_layout(new QHBoxLayout(this))
{
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(headingLabel(title, this));
    m_sentence = mutedLabel(sentence, this);
    words->addWidget(m_sentence);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->addLayout(words, 1);
}

void PageHeader::addAction(QWidget *widget)
{
    m_layout->addWidget(widget, 0, Qt::AlignVCenter);
}

void PageHeader::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
}

QLineEdit *filterLine(const QString &placeholder, QWidget *page)
{
    auto *line = new QLineEdit(page);
    line->setPlaceholderText(placeholder);
    line->setAccessibleName(placeholder);
    line->setClearButtonEnabled(true);
    line->setMaxLength(4096);
    line->setToolTip(QObject::tr("Filter (%1)").arg(QKeySequence(QKeySequence::Find).toString()));
    auto *find = new QShortcut(QKeySequence::Find, page);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(find, &QShortcut::activated, line, [line] {
        line->setFocus(Qt::ShortcutFocusReason);
        line->selectAll();
    });
    auto *empty = new QShortcut(Qt::Key_Escape, line);
    empty->setContext(Qt::WidgetShortcut);
    QObject::connect(empty, &QShortcut::activated, line, &QLineEdit::clear);
    return line;
}

} // namespace parley::ui
