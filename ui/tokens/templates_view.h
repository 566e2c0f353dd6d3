#pragma once

#include <QWidget>

#include "server/base/result.h"
#include "server/client/template_info.h"
#include "server/client/token_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class TemplateModel;

// The templates that tokens are issued from: made, changed, copied and deleted here. Thread: GUI.
class TemplatesView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TemplatesView)

public:
    TemplatesView(const PageContext &context, QWidget *parent);

    void refresh();
    //! Tells how many of them are active for each template.
    void setTokens(const QList<client::TokenInfo> &tokens);
    void openNew();

Q_SIGNALS:
    void issueRequested(const QString &templateName);

private:
    QWidget *makeList();
    QWidget *makeDetail();
    QWidget *makeButtons();
    void take(const Result<QList<client::TemplateInfo>> &templates);
    const client::TemplateInfo *current() const; // null: none
    void showCurrent();
    void openDialog(const client::TemplateInfo &info, bool isNew);
    void openCurrent();
    void openCopy();
    void issueFromCurrent();
    void requestDelete();
    void deleteWithUndo(const QString &name, const QString &shown);
    void deleteNow(const QString &name);
    void setHidden(const QString &name, bool hidden);

    PageContext m_context;
    TemplateModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_about = nullptr;
    QLabel *m_example = nullptr;
    QList<QPushButton *> m_acts{}; // on the chosen one
    EmptySwitch *m_switch = nullptr;
    QString m_wanted{}; // to be chosen when it is there
};

} // namespace parley::ui
