#pragma once

#include <QHash>
#include <QWidget>

#include "server/base/result.h"
#include "server/client/functions_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace parley::ui {

class FunctionForm;
class FunctionModel;
class FunctionTestPane;

// The functions that webhooks may call here: those that come with Parley are told, those that
// people made are written, run and deleted. What is not saved waits while another one is looked at.
// Thread: GUI.
class FunctionsView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionsView)

public:
    FunctionsView(const PageContext &context, QWidget *parent);

    void openNew();
    void refresh();

Q_SIGNALS:
    void webhookRequested(const QString &url); // one that calls this

private:
    QWidget *makeList();
    QWidget *makeBuiltIn();
    QWidget *makeEditor();
    QWidget *makeButtons();
    void ask();
    void take(const Result<client::FunctionsInfo> &functions);
    void showCurrent();
    void open(const client::FunctionInfo &function, bool isNew);
    void fetch(const QString &name);
    void noteDraft();
    void save();
    void requestDelete();
    void deleteWithUndo(const QString &name);
    void deleteNow(const QString &name);

    PageContext m_context;
    FunctionModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_problem = nullptr;
    QStackedWidget *m_right = nullptr;
    QLabel *m_builtInName = nullptr;
    QLabel *m_builtIn = nullptr;
    QLabel *m_title = nullptr;
    FunctionForm *m_form = nullptr;
    FunctionTestPane *m_test = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_call = nullptr; // makes a webhook that calls it
    QLabel *m_formProblem = nullptr;
    QString m_shown{}; // name of the one in the editor; "" for a new one
    QString m_wanted{}; // to be chosen when it is there
    QHash<QString, client::FunctionInfo> m_drafts{}; // not saved, by name; "" for a new one
};

} // namespace parley::ui
