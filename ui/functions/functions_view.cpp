#include "ui/functions/functions_view.h"

#include <QFrame>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/functions/function_form.h"
#include "ui/functions/function_test_pane.h"
#include "ui/models/function_model.h"

namespace parley::ui {
namespace {

enum Pane { Nothing, BuiltIn, Editor };

bool isSame(const client::FunctionInfo &a, const client::FunctionInfo &b)
{
    return a.name == b.name && client::toJson(a) == client::toJson(b);
}

} // namespace

FunctionsView::FunctionsView(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_model(new FunctionModel(this)),
    m_problem(problemLabel(this))
{
    m_right = new QStackedWidget(this);
    m_right->addWidget(new EmptyState(QStringLiteral("webhooks"),
                                      tr("A function is code that runs in the broker for each "
                                         "message of a webhook, and may publish what it makes of "
                                         "it."),
                                      {}, m_right));
    m_right->addWidget(makeBuiltIn());
    m_right->addWidget(makeEditor());
    auto *split = new QSplitter(this);
    split->addWidget(makeList());
    split->addWidget(m_right);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 3);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem);
    layout->addWidget(split, 1);
    setFocusProxy(m_table);
    connect(&context.link, &BrokerLink::addressChanged, this, [this] {
        m_drafts.clear();
        m_model->setRows({});
    });
    new Poller(this, std::chrono::seconds(5), [this] { refresh(); });
}

QWidget *FunctionsView::makeList()
{
    m_table = makeTable(m_model, {-12, 9, 8}, tr("Functions"), this);
    m_table->setMinimumWidth(m_table->sizeHint().width()); // the editor would take it all
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &FunctionsView::showCurrent);
    connect(m_table, &QTableView::activated, this, [this] {
        if (m_right->currentIndex() == Editor)
            m_form->goToCode();
    });
    return m_table;
}

QWidget *FunctionsView::makeBuiltIn()
{
    auto *pane = new QWidget(m_right);
    m_builtInName = headingLabel({}, pane);
    m_builtIn = label({}, pane);
    m_builtIn->setWordWrap(true);
    auto *call = new QPushButton(tr("Make a webhook that calls it…"), pane);
    m_context.guard.watch(call);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_builtInName);
    layout->addWidget(m_builtIn);
    layout->addWidget(call, 0, Qt::AlignLeft);
    layout->addStretch();
    connect(call, &QPushButton::clicked, this, [this] {
        Q_EMIT webhookRequested(QStringLiteral("function:") + m_builtInName->text());
    });
    return pane;
}

QWidget *FunctionsView::makeEditor()
{
    auto *pane = new QWidget(m_right);
    m_form = new FunctionForm(pane);
    m_test = new FunctionTestPane(
        m_context, [this] { return m_form->function(); }, pane);
    m_formProblem = problemLabel(pane);
    auto *split = new QSplitter(Qt::Vertical, pane);
    split->addWidget(m_form);
    split->addWidget(m_test);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(12);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeButtons());
    layout->addWidget(m_formProblem);
    layout->addWidget(split, 1);
    connect(m_form, &FunctionForm::edited, this, &FunctionsView::noteDraft);
    return pane;
}

QWidget *FunctionsView::makeButtons()
{
    auto *buttons = new QWidget(this);
    m_title = headingLabel({}, buttons);
    m_call = new QPushButton(tr("Make a webhook…"), buttons);
    m_call->setToolTip(tr("One that calls this function"));
    m_delete = dangerButton(tr("Delete"), buttons);
    m_save = primaryButton(tr("Save"), buttons);
    m_save->setShortcut(QKeySequence::Save);
    m_save->setToolTip(tr("From the next message on this is what runs (Ctrl+S)"));
    auto *layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title, 1);
    for (auto *button : {m_call, m_delete, m_save}) {
        m_context.guard.watch(button);
        layout->addWidget(button);
    }
    connect(m_call, &QPushButton::clicked, this,
            [this] { Q_EMIT webhookRequested(QStringLiteral("function:") + m_shown); });
    connect(m_delete, &QPushButton::clicked, this, &FunctionsView::requestDelete);
    connect(m_save, &QPushButton::clicked, this, &FunctionsView::save);
    return buttons;
}

void FunctionsView::refresh()
{
    if (m_context.link.address().isValid() && isVisible())
        ask();
}

void FunctionsView::ask()
{
    auto &admin = m_context.link.admin();
    admin.functions(this, [this](const auto &functions) { take(functions); });
    admin.webhooks(this, [this](const auto &webhooks) {
        QHash<QString, int> callers;
        for (const auto &webhook : webhooks ? *webhooks : QList<client::WebhookInfo>())
            ++callers[webhook.functionName()];
        m_model->setCallers(callers);
    });
    client::TokenQuery active;
    active.state = QStringLiteral("active");
    admin.access().tokens(active, this, [this](const auto &page) {
        if (page)
            m_form->setTokens(page->tokens);
    });
}

void FunctionsView::take(const Result<client::FunctionsInfo> &functions)
{
    showProblem(m_problem, functions ? QString() : client::sentence(functions.error()));
    if (!functions)
        return;
    m_model->setFunctions(functions->functions);
    const int wanted = m_wanted.isEmpty() ? -1 : m_model->indexOf(m_wanted);
    const bool isWriting = m_right->currentIndex() == Editor && m_shown.isEmpty();
    if (wanted >= 0) {
        m_wanted.clear();
        chooseRow(*m_table, wanted);
    } else if (!isWriting && !m_table->currentIndex().isValid() && m_model->rowCount() > 0) {
        chooseRow(*m_table, 0);
    }
}

void FunctionsView::showCurrent()
{
    const auto current = m_table->currentIndex();
    if (!current.isValid()) {
        m_right->setCurrentIndex(m_drafts.contains(QString()) ? Editor : Nothing);
        return;
    }
    const auto &function = m_model->row(current.row());
    if (function.isBuiltIn) {
        m_builtInName->setText(function.name);
        m_builtIn->setText(builtInText(function.name));
        m_right->setCurrentIndex(BuiltIn);
    } else if (m_drafts.contains(function.name)) {
        open(m_drafts.value(function.name), false);
    } else {
        fetch(function.name);
    }
}

void FunctionsView::fetch(const QString &name)
{
    m_context.link.admin().code().function(name, this, [this, name](const auto &function) {
        const auto current = m_table->currentIndex();
        if (!current.isValid() || m_model->row(current.row()).name != name)
            return; // another one was chosen meanwhile
        showProblem(m_problem, function ? QString() : client::sentence(function.error()));
        if (function)
            open(*function, false);
    });
}

void FunctionsView::open(const client::FunctionInfo &function, bool isNew)
{
    m_shown = isNew ? QString() : function.name;
    m_form->setFunction(function, isNew);
    m_test->clear();
    m_title->setText(isNew ? tr("New function") : function.name);
    m_delete->setEnabled(!isNew);
    m_call->setEnabled(!isNew);
    m_save->setEnabled(isNew || m_drafts.contains(function.name));
    showProblem(m_formProblem, {});
    m_right->setCurrentIndex(Editor);
}

void FunctionsView::openNew()
{
    if (m_context.guard.isReadOnly())
        return;
    m_table->setCurrentIndex({});
    m_table->clearSelection();
    open(m_drafts.value(QString(), exampleFunction()), true);
    m_form->goToCode();
}

void FunctionsView::noteDraft()
{
    m_drafts.insert(m_shown, m_form->function());
    m_model->setChanged(m_drafts.keys());
    m_save->setEnabled(true);
    showProblem(m_formProblem, {});
}

void FunctionsView::save()
{
    const auto problem = m_form->problem();
    showProblem(m_formProblem, problem);
    if (!problem.isEmpty())
        return;
    const auto function = m_form->function();
    const auto shown = m_shown;
    if (shown.isEmpty() && m_model->indexOf(function.name) >= 0)
        return showProblem(m_formProblem, tr("There is a function of this name already."));
    m_save->setEnabled(false);
    m_context.link.admin().code().putFunction(
        function, this, [this, function, shown](const auto &stored) {
            m_save->setEnabled(true);
            showProblem(m_formProblem, stored ? QString() : client::sentence(stored.error()));
            if (!stored)
                return;
            if (isSame(m_drafts.value(shown, function), function)) // nothing was typed meanwhile
                m_drafts.remove(shown);
            else if (shown != function.name) // it has a name now
                m_drafts.insert(function.name, m_drafts.take(shown));
            m_model->setChanged(m_drafts.keys());
            m_wanted = function.name;
            if (m_shown == shown)
                open(m_drafts.value(function.name, function), false);
            ask();
        });
}

void FunctionsView::requestDelete()
{
    if (m_shown.isEmpty())
        return;
    if (const int callers = m_model->callers(m_shown); callers > 0)
        return showProblem(m_formProblem, tr("Webhooks call it: change or delete those first."));
    m_context.guard.destroy(
        tr("The function goes away, with its code."), m_shown, tr("Delete function"),
        [this, name = m_shown] { deleteWithUndo(name); }, this);
}

void FunctionsView::deleteWithUndo(const QString &name)
{
    m_model->setHidden(name, true);
    showCurrent();
    m_context.undo.offer(
        tr("Function “%1” is deleted").arg(name), [this, name] { deleteNow(name); },
        [this, name] {
            m_model->setHidden(name, false);
            m_wanted = name;
            ask();
        });
}

void FunctionsView::deleteNow(const QString &name)
{
    m_context.link.admin().code().deleteFunction(name, this, [this, name](const auto &done) {
        m_model->setHidden(name, false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        if (!done)
            return; // asking again would wipe out why
        m_drafts.remove(name);
        ask();
    });
}

} // namespace parley::ui
