#pragma once

#include <QHash>
#include <QList>
#include <QObject>

#include "server/client/delivery_info.h"

class QPushButton;
class QTableView;

namespace parley::ui {

class DeliveryModel;

// Puts what is new at the top of the list while a person looks at the top. Where he has scrolled
// down or paused it, nothing moves: what is new waits and a pill counts it. What is shown already
// is updated in its place always. Thread: GUI.
class DeliveryTail final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryTail)

public:
    static constexpr qsizetype kMaxWaiting = 1000; // as many as a page has; see overflowed()

    //! \param table shows \p model; both are borrowed.
    DeliveryTail(DeliveryModel &model, QTableView &table);

    QPushButton *pill() const { return m_pill; } // to be laid out by the page
    void take(const client::DeliveryInfo &delivery);
    void setPaused(bool paused);
    void clear();

Q_SIGNALS:
    void overflowed(); // more came than are kept: the list is to be asked for anew

private:
    bool isHeld() const;
    void showPill();
    void release(); // to the top, and all that waits into the list

    DeliveryModel &m_model;
    QTableView &m_table;
    QPushButton *m_pill = nullptr;
    QList<client::DeliveryInfo> m_waiting{}; // oldest first
    QHash<QString, qsizetype> m_places{}; // in m_waiting, by id
    quint64 m_count = 0; // that came, also those that fell out
    bool m_paused = false;
};

} // namespace parley::ui
