#pragma once

#include <cstddef>

#include <QList>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace parley::ui {

// What every RowList is, whatever its rows are: their place, and below it the link that adds one.
// Thread: GUI.
class RowListFrame : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowListFrame)

Q_SIGNALS:
    void changed(); // a row was added, removed or written in

protected:
    //! \param adds what the link says. \param most rows that it adds.
    RowListFrame(const QString &adds, std::size_t most, QWidget *parent);

    virtual void addEmpty() = 0; // the link was clicked
    void place(QWidget *row, qsizetype rows); // the last of so many
    void drop(QWidget *row, qsizetype rows); // so many are left

private:
    qsizetype m_most;
    QVBoxLayout *m_layout = nullptr;
    QPushButton *m_add = nullptr;
};

//! Rows of a form, written one below the other. A Row has the signals changed and removeRequested.
template <typename Row>
class RowList : public RowListFrame
{
protected:
    using RowListFrame::RowListFrame;

    const QList<Row *> &rows() const { return m_rows; }

    //! \param row a child of the list, with what it shows already.
    void append(Row *row)
    {
        m_rows.append(row);
        place(row, m_rows.size());
        connect(row, &Row::changed, this, &RowListFrame::changed);
        connect(row, &Row::removeRequested, this, [this, row] { remove(row); });
        Q_EMIT changed();
    }

    void clear()
    {
        const auto before = m_rows;
        for (auto *row : before)
            remove(row);
    }

private:
    void remove(Row *row)
    {
        m_rows.removeAll(row);
        drop(row, m_rows.size());
        Q_EMIT changed();
    }

    QList<Row *> m_rows{};
};

} // namespace parley::ui
