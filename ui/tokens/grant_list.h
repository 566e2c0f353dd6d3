#pragma once

#include "server/client/grant_info.h"
#include "ui/common/row_list.h"

class QCompleter;
class QStringListModel;

namespace parley::ui {

class GrantRow;

// The grants of a token or template that is being written. Thread: GUI.
class GrantList final : public RowList<GrantRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GrantList)

public:
    explicit GrantList(QWidget *parent);

    void setTopicNames(const QStringList &names); // offered while a topic is typed
    void add(const client::GrantInfo &grant); // nothing when there are Scope::kMaxGrants
    //! In place of what was there; with none, one empty row to begin with.
    void setGrants(const QList<client::GrantInfo> &grants);

    QList<client::GrantInfo> grants() const; // of all rows, finished or not
    QList<client::GrantInfo> completeGrants() const;
    bool isComplete() const; // each row is
    bool isUntouched() const; // at most the row that it begins with, and nothing in that

private:
    void addEmpty() override;

    QStringListModel *m_topicNames = nullptr;
    QCompleter *m_completer = nullptr;
};

} // namespace parley::ui
