#pragma once

#include <QStyledItemDelegate>

namespace parley::ui {

// A line of the list of rooms: its name, and at the right how much of it is unread. Thread: GUI.
class RoomDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomDelegate)

public:
    static constexpr int kUnreadRole = Qt::UserRole + 1; // int; 0 shows nothing

    explicit RoomDelegate(QObject *parent) : QStyledItemDelegate(parent) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace parley::ui
