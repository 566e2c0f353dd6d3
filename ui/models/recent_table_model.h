#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

namespace parley::ui {

// A live table, newest first and bounded: rows that come in are collected and put in at most once
// per kFlushInterval; a row whose key is there already is updated in its place. The oldest fall out
// and are counted. Thread: GUI.
template <typename Row>
class RecentTableModel : public QAbstractTableModel
{
public:
    enum Role { KeyRole = Qt::UserRole + 1, StateRole, SamplesRole, MutedRole };

    static constexpr int kFlushIntervalMs = 33; // one change at 30 Hz
    static constexpr int kMaxRows = 5000; // what a person scrolls; the history is in the broker

    explicit RecentTableModel(QObject *parent = nullptr) : QAbstractTableModel(parent)
    {
        m_flushTimer.setSingleShot(true);
        m_flushTimer.setInterval(kFlushIntervalMs);
        QObject::connect(&m_flushTimer, &QTimer::timeout, this, [this] { flush(); });
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
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
    int indexOf(const QString &key) const
    {
        for (int i = 0; i < m_rows.size(); ++i) {
            if (keyOf(m_rows.at(i)) == key)
                return i;
        }
        return -1;
    }
    quint64 droppedRows() const { return m_dropped; }

    //! One row as it happens; shown with the next flush.
    void put(const Row &row)
    {
        const auto key = keyOf(row);
        const auto known = m_pendingPlaces.constFind(key);
        if (known != m_pendingPlaces.cend()) {
            m_pending[*known] = row;
            return;
        }
        if (m_pending.size() >= kMaxRows) { // a burst while the timer waits
            ++m_dropped;
            return;
        }
        m_pendingPlaces.insert(key, m_pending.size());
        m_pending.append(row);
        if (!m_flushTimer.isActive())
            m_flushTimer.start();
    }

    //! Older rows, newest first, below all others; keys that are there already are skipped.
    void appendOlder(const QList<Row> &rows)
    {
        flush();
        QList<Row> added;
        const auto keys = places();
        for (const auto &row : rows) {
            if (!keys.contains(keyOf(row)) && m_rows.size() + added.size() < kMaxRows)
                added.append(row);
        }
        if (added.isEmpty())
            return;
        this->beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + added.size()) - 1);
        m_rows += added;
        this->endInsertRows();
    }

    void clear()
    {
        m_flushTimer.stop();
        m_pending.clear();
        m_pendingPlaces.clear();
        this->beginResetModel();
        m_rows.clear();
        this->endResetModel();
    }

    void flush()
    {
        m_flushTimer.stop();
        const auto pending = std::exchange(m_pending, {});
        m_pendingPlaces.clear();
        if (pending.isEmpty())
            return;
        QList<Row> added;
        int firstChanged = kMaxRows;
        int lastChanged = -1;
        const auto known = places();
        for (const auto &row : pending) {
            const int place = known.value(keyOf(row), -1);
            if (place < 0) {
                added.prepend(row);
                continue;
            }
            m_rows[place] = row;
            firstChanged = std::min(firstChanged, place);
            lastChanged = std::max(lastChanged, place);
        }
        if (lastChanged >= 0)
            Q_EMIT this->dataChanged(this->index(firstChanged, 0),
                                     this->index(lastChanged, this->columnCount() - 1));
        insertAtTop(added);
    }

protected:
    virtual QString keyOf(const Row &row) const = 0;
    virtual QVariant cell(const Row &row, int column, int role) const = 0;
    virtual QVariant title(int column, int role) const = 0;

private:
    QHash<QString, int> places() const
    {
        QHash<QString, int> known;
        for (int i = 0; i < m_rows.size(); ++i)
            known.insert(keyOf(m_rows.at(i)), i);
        return known;
    }

    void insertAtTop(const QList<Row> &added)
    {
        if (added.isEmpty())
            return;
        const auto surplus = m_rows.size() + added.size() - kMaxRows;
        if (surplus > 0 && !m_rows.isEmpty()) {
            const auto first = std::max<qsizetype>(0, m_rows.size() - surplus);
            this->beginRemoveRows({}, int(first), int(m_rows.size()) - 1);
            m_dropped += quint64(m_rows.size() - first);
            m_rows.resize(first);
            this->endRemoveRows();
        }
        this->beginInsertRows({}, 0, int(added.size()) - 1);
        m_rows = added + m_rows;
        this->endInsertRows();
    }

    QList<Row> m_rows{};
    QList<Row> m_pending{};
    QHash<QString, qsizetype> m_pendingPlaces{};
    quint64 m_dropped = 0;
    QTimer m_flushTimer;
};

} // namespace parley::ui
