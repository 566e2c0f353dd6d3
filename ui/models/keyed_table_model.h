#pragma once

#include <algorithm>

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QStringList>

namespace parley::ui {

// A table of rows that each have a key, refreshed as a whole from the broker: what is new is
// inserted, what is gone removed, the rest updated in place, so that selection and scroll position
// stay. Rows wait out of sight while their delete can still be undone. Thread: GUI.
template <typename Row>
class KeyedTableModel : public QAbstractTableModel
{
public:
    enum Role { KeyRole = Qt::UserRole + 1, StateRole, SamplesRole, MutedRole };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        // Not checkIndex(): it warns, and an index out of range is a question that gets an answer.
        if (index.model() != this || index.row() >= rowCount() || index.column() >= columnCount())
            return {};
        const auto &row = m_rows.at(index.row());
        return role == KeyRole ? QVariant(keyOf(row)) : cell(row, index.column(), role);
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        return role == Qt::TextAlignmentRole ? cell(Row{}, section, role) : title(section, role);
    }

    const Row &row(int index) const { return m_rows.at(index); }
    const QList<Row> &rows() const { return m_rows; }
    int indexOf(const QString &key) const
    {
        const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                        [&](const Row &row) { return keyOf(row) == key; });
        return found == m_rows.cend() ? -1 : int(found - m_rows.cbegin());
    }

    //! \param rows in the order to show; keys differ.
    void setRows(QList<Row> rows)
    {
        m_all = std::move(rows);
        refresh();
    }

    //! Hidden until setHidden(key, false), however often the rows are refreshed.
    void setHidden(const QString &key, bool hidden) { setAllHidden({key}, hidden); }
    void setAllHidden(const QStringList &keys, bool hidden)
    {
        for (const auto &key : keys) {
            if (hidden)
                m_hidden.insert(key);
            else
                m_hidden.remove(key);
        }
        refresh(); // once, however many they are
    }

protected:
    virtual QString keyOf(const Row &row) const = 0;
    virtual QVariant cell(const Row &row, int column, int role) const = 0;
    virtual QVariant title(int column, int role) const = 0;

private:
    void refresh()
    {
        QList<Row> wanted;
        for (const auto &row : std::as_const(m_all)) {
            if (!m_hidden.contains(keyOf(row)))
                wanted.append(row);
        }
        removeGone(wanted);
        if (!sameOrder(wanted)) {
            beginResetModel();
            m_rows = wanted;
            endResetModel();
            return;
        }
        insertNew(wanted);
        m_rows = wanted;
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
    }

    void removeGone(const QList<Row> &wanted)
    {
        QSet<QString> keys;
        for (const auto &row : wanted)
            keys.insert(keyOf(row));
        for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
            if (keys.contains(keyOf(m_rows.at(last))))
                continue;
            int first = last;
            while (first > 0 && !keys.contains(keyOf(m_rows.at(first - 1))))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first;
        }
    }

    // Whether the rows that stay come in the same order as before.
    bool sameOrder(const QList<Row> &wanted) const
    {
        qsizetype next = 0;
        for (const auto &row : wanted) {
            if (next < m_rows.size() && keyOf(m_rows.at(next)) == keyOf(row))
                ++next;
        }
        return next == m_rows.size();
    }

    void insertNew(const QList<Row> &wanted)
    {
        for (int first = 0; first < wanted.size(); ++first) {
            const auto isNew = [&](int i) {
                return first >= m_rows.size() || keyOf(m_rows.at(first)) != keyOf(wanted.at(i));
            };
            if (!isNew(first))
                continue;
            int last = first;
            while (last + 1 < wanted.size() && isNew(last + 1))
                ++last;
            beginInsertRows({}, first, last);
            m_rows = m_rows.mid(0, first) + wanted.mid(first, last - first + 1) + m_rows.mid(first);
            endInsertRows();
            first = last;
        }
    }

    QList<Row> m_all{}; // as the broker has them
    QList<Row> m_rows{}; // as shown
    QSet<QString> m_hidden{};
};

} // namespace parley::ui
