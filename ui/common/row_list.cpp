#include "ui/common/row_list.h"

#include <QVBoxLayout>

#include "ui/common/buttons.h"

namespace parley::ui {

RowListFrame::RowListFrame(const QString &adds, std::size_t most, QWidget *parent) :
    QWidget(parent), m_most(qsizetype(most)), m_layout(new QVBoxLayout),
    m_add(linkButton(adds, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_layout);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setFocusProxy(m_add); // it is always there
    connect(m_add, &QPushButton::clicked, this, [this] { addEmpty(); });
}

void RowListFrame::place(QWidget *row, qsizetype rows)
{
    m_layout->addWidget(row);
    row->show(); // now, not with the next layout: it may get the focus before
    m_add->setEnabled(rows < m_most);
}

void RowListFrame::drop(QWidget *row, qsizetype rows)
{
    row->hide(); // at once: it goes when its own signal is over
    row->deleteLater();
    m_add->setEnabled(rows < m_most);
}

} // namespace parley::ui
