#include "ui/topics/topics_page.h"

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/confirm_name_dialog.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/models/topic_model.h"
#include "ui/topics/new_topic_dialog.h"
#include "ui/topics/topic_detail.h"

namespace parley::ui {

TopicsPage::TopicsPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new TopicModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_problem(problemLabel(this))
{
    m_clock.start();
    auto *header = new PageHeader(tr("Topics"), tr("Named streams of messages"), this);
    auto *add = primaryButton(tr("New topic"), this);
    add->setShortcut(QKeySequence::New);
    context.guard.watch(add);
    header->addAction(add);
    connect(add, &QPushButton::clicked, this, &TopicsPage::openNewTopic);
    auto *split = new QSplitter(this);
    split->addWidget(makeList());
    split->addWidget(makeDetail());
    split->setStretchFactor(0, 1); // both: what is over is shared, what is there is as asked for
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    auto *empty
        = new EmptyState(QStringLiteral("topics"),
                         tr("There is no topic yet. A topic is a named stream: some publish to "
                            "it, others read it."),
                         tr("Make the first topic"), this);
    connect(empty, &EmptyState::actionTriggered, this, &TopicsPage::openNewTopic);
    m_switch = new EmptySwitch(split, empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    new Poller(this, std::chrono::seconds(1), [this] { refresh(); });
    connect(&context.link, &BrokerLink::addressChanged, this, [this] {
        m_asking = false;
        m_model->setTopics({}, m_clock.elapsed());
    });
}

QWidget *TopicsPage::makeList()
{
    auto *list = new QWidget(this);
    m_filter = filterLine(tr("Filter topics"), this);
    m_shown->setSourceModel(m_model);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table = makeTable(m_shown, {-20, 4, 6, 4, 4, 4}, tr("Topics"), list);
    m_table->setTextElideMode(Qt::ElideMiddle); // names differ at both ends
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, m_shown,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TopicsPage::showCurrent);
    return list;
}

QWidget *TopicsPage::makeDetail()
{
    m_right = new QStackedWidget(this);
    m_detail = new TopicDetail(m_context, m_right);
    m_right->addWidget(new EmptyState(QStringLiteral("topics"),
                                      tr("Choose a topic to see its messages and who reads it."),
                                      {}, m_right));
    m_right->addWidget(m_detail);
    connect(m_detail, &TopicDetail::deleteRequested, this, &TopicsPage::requestDelete);
    return m_right;
}

void TopicsPage::refresh()
{
    if (m_asking || !m_context.link.address().isValid())
        return;
    m_asking = true;
    m_context.link.admin().topics(this, [this](const auto &topics) { take(topics); });
}

void TopicsPage::take(const Result<QList<client::TopicInfo>> &topics)
{
    m_asking = false;
    showProblem(m_problem, topics ? QString() : client::sentence(topics.error()));
    if (!topics)
        return;
    m_model->setTopics(*topics, m_clock.elapsed());
    m_switch->setEmpty(m_model->rowCount() == 0);
    selectWanted();
    showCurrent();
}

void TopicsPage::selectWanted()
{
    const int wanted = m_model->indexOf(TopicModel::key(m_wanted));
    if (wanted >= 0) {
        m_wanted = {};
        m_filter->clear();
    }
    chooseWanted(*m_table, *m_shown, wanted);
}

bool TopicsPage::hasData() const
{
    return m_model->isBusy();
}

void TopicsPage::showCurrent()
{
    const auto current = m_shown->mapToSource(m_table->currentIndex());
    m_right->setCurrentIndex(current.isValid() ? 1 : 0);
    if (current.isValid())
        m_detail->setTopic(m_model->row(current.row()).info);
}

void TopicsPage::showTopic(const client::TopicAddress &address)
{
    m_wanted = address;
    selectWanted();
    refresh();
}

void TopicsPage::openNewTopic()
{
    if (m_context.guard.isReadOnly())
        return;
    auto *dialog = new NewTopicDialog(m_context, this);
    connect(dialog, &NewTopicDialog::topicMade, this, &TopicsPage::showTopic);
    dialog->open();
}

void TopicsPage::requestDelete(const client::TopicInfo &info)
{
    if (info.subscribers == 0) {
        m_context.guard.destroy(
            tr("The topic and what it keeps go away."), info.address.topic, tr("Delete topic"),
            [this, info] { deleteWithUndo(info); }, this);
        return;
    }
    new ConfirmNameDialog(
        tr("Somebody reads this topic right now. His subscription ends when it is "
           "deleted."),
        info.address.topic, tr("Delete topic"), [this, info] { deleteWithUndo(info); }, this);
}

void TopicsPage::deleteWithUndo(client::TopicInfo info)
{
    const auto key = TopicModel::key(info.address);
    m_model->setHidden(key, true);
    m_switch->setEmpty(m_model->rowCount() == 0);
    m_context.undo.offer(
        tr("Topic “%1” is deleted").arg(info.address.topic),
        [this, address = info.address] { deleteNow(address); },
        [this, key] { m_model->setHidden(key, false); });
}

void TopicsPage::deleteNow(const client::TopicAddress &address)
{
    m_context.link.admin().deleteTopic(address, this, [this, address](const auto &done) {
        m_model->setHidden(TopicModel::key(address), false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        refresh();
    });
}

} // namespace parley::ui
